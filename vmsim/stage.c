/* Setting the stage: the policy to be shown, and FIFO, LRU and OPT beside it. */
#include "vmsim/stage.h"

#include <stdlib.h>
#include <string.h>

#include "vmsim/own_play.h"

enum { LUXURY_LIMIT = 2000000 }; /* references */

static const char *const companions[] = {"fifo", "lru", "opt"};

/* What only short traces and small memories get: the run with a frame more, and
 * the frames through time. */
static int add_luxury(struct stage *stage, struct rival *rival, uint32_t frames,
                      struct error *error)
{
    if (stage->trace->count > LUXURY_LIMIT)
        return 0;
    if (own_play_knows(&rival->choice, frames + 1) &&
        faults_record(&rival->more, stage->trace, &rival->choice, frames + 1, error) < 0)
        return -1;
    if (frames > HISTORY_FRAMES)
        return 0;
    rival->timeline = timeline_new(stage->trace, &rival->choice, frames, error);
    return rival->timeline ? 0 : -1;
}

static int add_rival(struct stage *stage, const struct choice *choice, uint32_t frames,
                     struct error *error)
{
    struct rival *rival = &stage->rivals[stage->rival_count++];
    rival->choice = *choice;
    if (faults_record(&rival->faults, stage->trace, choice, frames, error) < 0)
        return -1;
    return add_luxury(stage, rival, frames, error);
}

static int add_companions(struct stage *stage, uint32_t frames, struct error *error)
{
    for (size_t i = 0; i < sizeof companions / sizeof companions[0]; i++) {
        struct choice choice;
        if (choice_parse(&choice, companions[i], error) < 0)
            return -1;
        bool shown = !strcmp(stage->rivals[0].choice.name, companions[i]);
        if (!strcmp(companions[i], "opt"))
            stage->opt = shown ? 0 : stage->rival_count;
        if (!shown && add_rival(stage, &choice, frames, error) < 0)
            return -1;
    }
    return 0;
}

int stage_init(struct stage *stage, struct trace *trace, const struct choice *choice,
               uint32_t frames, const char *name, const char *command,
               struct error *error)
{
    *stage = (struct stage){.trace = trace};
    trace_look_ahead(trace);
    stage->timeline = timeline_new(trace, choice, frames, error);
    if (!stage->timeline || add_rival(stage, choice, frames, error) < 0 ||
        add_companions(stage, frames, error) < 0) {
        stage_free(stage);
        return -1;
    }
    snprintf(stage->title, sizeof stage->title, "%s · %s · %u frame%s", name,
             choice->title, frames, frames == 1 ? "" : "s");
    stage->command = xstrdup(command);
    for (uint32_t id = 0; id < trace->pages.count; id++)
        if (trace->pages.numbers[id] > stage->greatest_page)
            stage->greatest_page = trace->pages.numbers[id];
    return 0;
}

void stage_free(struct stage *stage)
{
    timeline_free(stage->timeline);
    for (size_t i = 0; i < stage->rival_count; i++) {
        faults_free(&stage->rivals[i].faults);
        faults_free(&stage->rivals[i].more);
        timeline_free(stage->rivals[i].timeline);
    }
    free(stage->command);
    *stage = (struct stage){0};
}

uint32_t stage_regret(const struct stage *stage, size_t index)
{
    return faults_until(&stage->rivals[0].faults, index) -
           faults_until(&stage->rivals[stage->opt].faults, index);
}

static size_t stage_count(void *model)
{
    return ((const struct stage *)model)->trace->count;
}

struct show stage_show(struct stage *stage)
{
    return (struct show){
        .title = stage->title,
        .command = stage->command,
        .model = stage,
        .count = stage_count,
        .step = stage_step,
        .draw = stage_draw,
        .describe = stage_describe,
        .json = stage_json,
        .state_rows = stage_rows(stage),
    };
}
