/* What the stepper draws: the state in the file where the acting thread stands, or the
 * progress graph.
 */
#include <string.h>

#include "threads/progress_graph.h"
#include "threads/stepper_state.h"

int stepper_file(const struct stepper *stepper, const char *file)
{
    for (int i = 0; file && stepper->request.files[i]; i++)
        if (!strcmp(stepper->request.files[i], file))
            return i;
    return -1;
}

/* The file to look at: where the thread that acts stands now, or stood. */
static int file_shown(struct stepper *stepper, size_t index)
{
    const struct explore_verdict *run = walk_verdict(stepper->walk);
    const struct explore_state *state = stepper_state(stepper, index);
    size_t last = index < run->step_count ? index : run->step_count;
    const struct explore_step *before = last ? &run->steps[last - 1] : NULL;
    size_t actor = before ? (size_t)before->thread : 0;
    int file = -1;

    if (actor < state->thread_count && state->threads[actor].state != THREAD_ENDED)
        file = stepper_file(stepper, state->threads[actor].next.file);
    for (size_t i = 1; file < 0 && i < state->thread_count; i++)
        if (state->threads[i].state == THREAD_ENABLED)
            file = stepper_file(stepper, state->threads[i].next.file);
    if (file < 0 && before)
        file = stepper_file(stepper, before->file);
    return file < 0 ? 0 : file;
}

struct scene stepper_scene(struct stepper *stepper, size_t index)
{
    const struct explore_step *before = stepper_before(stepper, index);
    int file = file_shown(stepper, index);

    return (struct scene){
        .state = stepper_state(stepper, index),
        .source = &stepper->sources[file],
        .file = stepper->request.files[file],
        .label = stepper->request.files[1] ? stepper->request.files[file] : NULL,
        .actor = before ? before->thread : -1,
    };
}

bool stepper_has_graph(const struct stepper *stepper)
{
    int pair[2];

    return progress_graph_pair(walk_verdict(stepper->walk), pair);
}

static void draw_graph(struct stepper *stepper, size_t index, struct area area)
{
    const struct explore_verdict *run = walk_verdict(stepper->walk);
    const struct explore_state *state = stepper_state(stepper, run->step_count);
    char one[16], two[16];
    int pair[2];

    if (!progress_graph_pair(run, pair))
        return;
    progress_graph_draw(run, &stepper->whole, pair,
                        (const char *const[]){scene_name(state, pair[0], one),
                                              scene_name(state, pair[1], two)},
                        index < run->step_count ? index : run->step_count, area);
}

void stepper_draw(void *model, size_t index, struct area area)
{
    struct stepper *stepper = model;
    struct scene scene = stepper_scene(stepper, index);

    if (stepper->graph && stepper_has_graph(stepper))
        draw_graph(stepper, index, area);
    else
        scene_draw(&scene, area);
}
