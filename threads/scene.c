/* Draws a state of an explored program.
 *
 *      T1   16     lock(&to->m);            thread  next             line
 *       ⋯                                   T1▸     lock b             16
 *      T2▸  24     lock(&to->m);            T2      a is held by T1    24
 *
 *                                           a       held by T1, T2 waits
 *                                           sum     100 (T1, line 17)
 *
 * Where threads wait for each other in a ring, the ring stands above the objects. A
 * tall area has the source above and the rest below it.
 */
#include "threads/scene.h"

#include <stdlib.h>
#include <string.h>

#include "threads/scene_words.h"
#include "threads/source_view.h"

enum {
    NAME_COLUMNS = 7,
    RIGHT_COLUMNS = 36, /* at least, for the threads */
    LEAST_SOURCE = 20,
    LOWER_ROWS = 16, /* below the source: threads, ring and objects */
    TALL = 26,       /* rows from which the source stands above */
    THREAD_COLUMNS = 38,
    RING_ROWS = 6,
};

/* ---- the source ---- */

static void draw_source(const struct scene *scene, struct area area)
{
    const struct explore_state *state = scene->state;
    size_t count = state->thread_count;
    struct stand *stands = xcalloc(count + 1, sizeof *stands);
    char(*names)[16] = xcalloc(count + 1, sizeof *names);
    bool others = false;

    for (size_t i = 0; i < count; i++) {
        const struct explore_thread *thread = &state->threads[i];
        bool here = thread->state != THREAD_ENDED && thread->next.line > 0 &&
                    !strcmp(thread->next.file, scene->file);
        stands[i] = (struct stand){.name = scene_name(state, (int)i, names[i]),
                                   .line = here ? thread->next.line : 0,
                                   .actor = (int)i == scene->actor};
        others = others || (i > 0 && stands[i].line);
    }
    stands[0].aside = others;
    if (scene->label) {
        area_text(area, 0, 0, STYLE_DIM, scene->label);
        area = area_part(area, 1, 0, area.rows - 1, area.columns);
    }
    source_draw(scene->source, stands, count, area);
    free(names);
    free(stands);
}

/* ---- the threads ---- */

static enum style thread_style(enum explore_thread_state state)
{
    switch (state) {
    case THREAD_ENABLED:
        return STYLE_NORMAL;
    case THREAD_ENDED:
        return STYLE_DIM;
    default:
        return STYLE_WARN;
    }
}

static void draw_thread(const struct scene *scene, size_t i, struct area area, int row)
{
    const struct explore_thread *thread = &scene->state->threads[i];
    bool enabled = thread->state == THREAD_ENABLED;
    char name[16], text[160], line[16];
    int end = area.columns;

    area_text(area_part(area, row, 0, 1, NAME_COLUMNS - 2), 0, 0,
              (int)i == scene->actor ? STYLE_STRONG : STYLE_NORMAL,
              scene_name(scene->state, (int)i, name));
    if (enabled)
        area_text(area, row, NAME_COLUMNS - 2, STYLE_OK, "▸");
    area_text(area_part(area, row, NAME_COLUMNS, 1, end - NAME_COLUMNS - 5), 0, 0,
              thread_style(thread->state),
              scene_doing(scene->state, (int)i, text, sizeof text));
    snprintf(line, sizeof line, "%d", thread->next.line);
    if (thread->next.line && thread->state != THREAD_ENDED)
        area_right(area, row, end, STYLE_DIM, line);
}

static int draw_threads(const struct scene *scene, struct area area)
{
    int row = 0;

    area_text(area, row, 0, STYLE_DIM, "thread");
    area_text(area, row, NAME_COLUMNS, STYLE_DIM, "next, or why it waits");
    area_right(area, row++, area.columns, STYLE_DIM, "line");
    for (size_t i = 0; i < scene->state->thread_count && row < area.rows; i++)
        draw_thread(scene, i, area, row++);
    return row;
}

/* ---- locks, queues, counts, variables ---- */

static int draw_fact(struct area area, int row, const char *name, const char *text)
{
    int at =
        area_text(area_part(area, row, 0, 1, area.columns / 2), 0, 0, STYLE_CODE, name);

    area_text(area, row, at + 1 < NAME_COLUMNS ? NAME_COLUMNS : at + 1, STYLE_NORMAL,
              text);
    return row + 1;
}

static void draw_objects(const struct scene *scene, struct area area)
{
    const struct explore_state *state = scene->state;
    char text[200];
    int row = 0;

    for (size_t i = 0; i < state->object_count && row < area.rows; i++)
        if (scene_object(state, i, text, sizeof text))
            row = draw_fact(area, row, state->objects[i].name, text);
    for (size_t i = 0; i < state->variable_count && row < area.rows; i++)
        if (scene_variable(state, i, text, sizeof text))
            row = draw_fact(area, row, state->variables[i].name, text);
    if (*state->output && row < area.rows)
        draw_fact(area, row, "printed", state->output);
}

static void draw_things(const struct scene *scene, struct area area)
{
    const struct wait_graph *graph = &scene->state->graph;
    struct wait_cycle cycle = wait_graph_cycle(graph, wait_graph_stuck(graph));

    if (wait_graph_draw(graph, &cycle, area) > 0)
        area = area_part(area, RING_ROWS, 0, area.rows - RING_ROWS, area.columns);
    draw_objects(scene, area);
}

/* ---- the whole ---- */

static void draw_beside(const struct scene *scene, struct area area)
{
    int source = area.columns - RIGHT_COLUMNS - 1, row;
    struct area right;

    if (source < LEAST_SOURCE)
        source = LEAST_SOURCE;
    right = area_part(area, 0, source + 1, area.rows, area.columns - source - 1);
    row = draw_threads(scene, right) + 1;
    draw_source(scene, area_part(area, 0, 0, area.rows, source));
    draw_things(scene, area_part(right, row, 0, right.rows - row, right.columns));
}

static void draw_above(const struct scene *scene, struct area area)
{
    int source = area.rows - LOWER_ROWS - 1, lines = (int)scene->source->count + 1;
    struct area lower;

    source = source > lines ? lines : source;
    lower = area_part(area, source + 1, 0, area.rows - source - 1, area.columns);
    draw_source(scene, area_part(area, 0, 0, source, area.columns));
    draw_threads(scene, area_part(lower, 0, 0, lower.rows, THREAD_COLUMNS));
    draw_things(scene, area_part(lower, 0, THREAD_COLUMNS + 2, lower.rows,
                                 lower.columns - THREAD_COLUMNS - 2));
}

void scene_draw(const struct scene *scene, struct area area)
{
    if (area.rows >= TALL && area.columns > 2 * RIGHT_COLUMNS)
        draw_above(scene, area);
    else
        draw_beside(scene, area);
}

/* ---- the same as lines and as fields ---- */

void scene_describe(const struct scene *scene, FILE *out)
{
    const struct explore_state *state = scene->state;
    char text[200];

    for (size_t i = 0; i < state->thread_count; i++) {
        const struct explore_thread *thread = &state->threads[i];
        fprintf(out, "  %s %s: %s", thread->name, scene_can(thread->state),
                scene_doing(state, (int)i, text, sizeof text));
        if (thread->next.line && thread->state != THREAD_ENDED)
            fprintf(out, " (line %d)", thread->next.line);
        fputc('\n', out);
    }
    for (size_t i = 0; i < state->object_count; i++)
        if (scene_object(state, i, text, sizeof text))
            fprintf(out, "  %s %s: %s\n", state->objects[i].type, state->objects[i].name,
                    text);
    for (size_t i = 0; i < state->variable_count; i++)
        if (scene_variable(state, i, text, sizeof text))
            fprintf(out, "  shared %s: %s\n", state->variables[i].name, text);
}

static void json_threads(const struct explore_state *state, struct json *json)
{
    char text[200];

    json_array(json, "threads");
    for (size_t i = 0; i < state->thread_count; i++) {
        json_object(json, NULL);
        json_string(json, "name", state->threads[i].name);
        json_bool(json, "enabled", state->threads[i].state == THREAD_ENABLED);
        json_string(json, "state", scene_can(state->threads[i].state));
        json_string(json, "next", scene_doing(state, (int)i, text, sizeof text));
        json_integer(json, "line", state->threads[i].next.line);
        json_close(json);
    }
    json_close(json);
}

void scene_json(const struct scene *scene, struct json *json)
{
    const struct explore_state *state = scene->state;
    char text[200];

    json_threads(state, json);
    json_array(json, "objects");
    for (size_t i = 0; i < state->object_count; i++) {
        json_object(json, NULL);
        json_string(json, "name", state->objects[i].name);
        json_string(json, "kind", state->objects[i].type);
        scene_object(state, i, text, sizeof text);
        json_string(json, "words", text);
        json_close(json);
    }
    json_close(json);
    json_object(json, "shared");
    for (size_t i = 0; i < state->variable_count; i++)
        if (state->variables[i].shared)
            json_integer(json, state->variables[i].name, state->variables[i].value);
    json_close(json);
    json_array(json, "choices");
    for (size_t i = 0; i < state->choice_count; i++)
        json_string(json, NULL, state->choices[i].text);
    json_close(json);
}
