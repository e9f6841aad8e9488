/* Attacks, tried one after the other. */
#include "isolate/attack/campaign.h"

#include <stdlib.h>

int campaign_begin(struct campaign *campaign, struct error *error)
{
    campaign->trials = xcalloc(campaign->count, sizeof *campaign->trials);
    return scratch_open(&campaign->scratch, error);
}

int campaign_step(struct campaign *campaign, struct error *error)
{
    struct trial *trial = &campaign->trials[campaign->done];
    if (trial_run(&campaign->scratch, campaign->chosen[campaign->done], campaign->without,
                  trial, error) < 0)
        return -1;
    campaign->verdicts[trial->verdict]++;
    campaign->done++;
    return 0;
}

void campaign_end(struct campaign *campaign)
{
    scratch_close(&campaign->scratch);
}

void campaign_free(struct campaign *campaign)
{
    free(campaign->trials);
    campaign->trials = NULL;
}

int campaign_status(const struct campaign *campaign)
{
    if (campaign->verdicts[VERDICT_OPEN])
        return STATUS_NO;
    return campaign->verdicts[VERDICT_UNDECIDED] ? STATUS_HOST : STATUS_OK;
}
