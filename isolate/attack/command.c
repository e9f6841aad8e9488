/* isolate attack [NAME…]: chooses, tries, counts. */
#include "isolate/attack/command.h"

#include <string.h>

#include "isolate/attack/campaign.h"
#include "isolate/attack/report.h"
#include "isolate/attack/screen.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/program.h"

static struct {
    struct option_list without;
    bool list;
} options;

const struct option_row attack_options[] = {
    {"without", 0, OPTION_LIST, &options.without, "LAYER",
     "leave this layer out of the container and see what turns OPEN; may be repeated, "
     "and several may be given with commas between them",
     NULL, 0, 0},
    {"list", 0, OPTION_FLAG, &options.list, NULL,
     "say what each attack is, and try nothing", NULL, 0, 0},
    {0},
};

static _Noreturn void refuse_layer(const char *word)
{
    char all[400];
    die(STATUS_REQUEST, "--without %s: the layers are %s", word,
        layer_list(~0u, all, sizeof all));
}

static unsigned layers_of(const char *words)
{
    unsigned layers = 0;
    cleanup_free char *copy = xstrdup(words);
    char *rest = copy, *word;
    while ((word = strsep(&rest, ","))) {
        int layer = layer_find(word);
        if (layer < 0)
            refuse_layer(word);
        layers |= LAYER_BIT(layer);
    }
    return layers;
}

static unsigned layers_left_out(void)
{
    unsigned layers = 0;
    for (size_t i = 0; i < options.without.count; i++)
        layers |= layers_of(options.without.items[i]);
    if (layers & LAYER_BIT(LAYER_USER) && geteuid() != 0)
        die(STATUS_HOST, "--without user: only root can make a container without a user "
                         "namespace (try with sudo)");
    return layers;
}

static void want(const char *name, bool wanted[ATTACK_COUNT])
{
    for (int id = 0; id < ATTACK_COUNT; id++)
        if (!strcmp(attacks[id]->name, name)) {
            wanted[id] = true;
            return;
        }
    die(STATUS_REQUEST, "%s: there is no such attack (isolate attack --list names all)",
        name);
}

/* All of them, or those that are named; in the order of the table. */
static void choose(int argc, char **argv, struct campaign *campaign)
{
    bool wanted[ATTACK_COUNT] = {0};
    for (int i = 0; i < argc; i++)
        want(argv[i], wanted);
    for (int id = 0; id < ATTACK_COUNT; id++)
        if (argc == 0 || wanted[id])
            campaign->chosen[campaign->count++] = attacks[id];
}

static int print_all(struct campaign *campaign, struct error *error)
{
    while (campaign->done < campaign->count) {
        if (campaign_step(campaign, error) < 0)
            return -1;
        report_trial(&campaign->trials[campaign->done - 1]);
    }
    report_counts(campaign->verdicts, campaign->without);
    if (campaign->without && !campaign->verdicts[VERDICT_OPEN])
        report_depth(campaign->trials, campaign->done);
    return 0;
}

static int show_all(struct campaign *campaign, struct error *error)
{
    const struct terminal *terminal = program_has_screen() ? terminal_open(error) : NULL;
    if (!terminal)
        return print_all(campaign, error);
    theme_choose(common_options.theme, common_options.no_color);
    int done = attack_screen(terminal, campaign, error);
    terminal_close();
    return done;
}

static int try_all(struct campaign *campaign)
{
    struct error error;
    int done = campaign_begin(campaign, &error);
    if (done == 0)
        done = show_all(campaign, &error);
    campaign_end(campaign);
    if (done < 0)
        die_error(&error);
    int status = campaign_status(campaign);
    campaign_free(campaign);
    return status;
}

int attack_command(int argc, char **argv)
{
    static struct campaign campaign;
    choose(argc, argv, &campaign);
    for (size_t i = 0; options.list && i < campaign.count; i++)
        report_attack(campaign.chosen[i]);
    if (options.list)
        return STATUS_OK;
    campaign.without = layers_left_out();
    return try_all(&campaign);
}
