/* Draws a moment of a run.
 *
 *      T1   21         Mutex_lock(&A);       thread  now             line
 *       ⋯                                    T1      waits for B       26
 *      T2▸  42         Mutex_lock(&A);       T2      waits for A       42
 *
 *                                            A       held by T1 …
 *
 * Where somebody is stuck, the ring of the wait-for graph takes the place of the
 * objects.
 */
#include "threads/view.h"

#include <string.h>

#include "threads/narrate.h"
#include "threads/source_view.h"

enum {
    NAME_COLUMNS = 7,
    RIGHT_COLUMNS = 30, /* at least, for the threads */
    LEAST_SOURCE = 20,
    MOST_SOURCE = 76, /* marks, number and 66 columns of text */
    LOWER_ROWS = 14,  /* below the source: the ring and the objects */
    TALL = 26,        /* rows from which the source stands above */
    THREAD_COLUMNS = 34,
};

const char *view_doing(const struct moment *moment, int thread, char *text, size_t size)
{
    const struct thread_state *now = &moment->state->threads[thread];

    if (now->ended)
        snprintf(text, size, "has ended");
    else if (!now->begun)
        snprintf(text, size, now->created ? "created" : "not there yet");
    else if (state_blocked(moment->state, moment->log, thread))
        snprintf(text, size, "waits for %s", moment->log->objects[now->wants].name);
    else
        snprintf(text, size, "runs");
    return text;
}

/* ", T2 waits", ", T2 and C wait": appended. */
static void add_waiters(const struct moment *moment, int object, char *text, size_t size)
{
    int waiters = 0;
    size_t used;

    for (int i = 0; i < state_thread_count(moment->log); i++) {
        if (moment->state->threads[i].wants != object ||
            !state_blocked(moment->state, moment->log, i))
            continue;
        used = strlen(text);
        snprintf(text + used, size - used, "%s%s", waiters++ ? " and " : ", ",
                 moment->log->threads[i].name);
    }
    used = strlen(text);
    if (waiters)
        snprintf(text + used, size - used, waiters == 1 ? " waits" : " wait");
}

static void mutex_words(const struct moment *moment, int object, char *text, size_t size)
{
    int owner = moment->state->objects[object].owner;

    if (owner == NOBODY)
        snprintf(text, size, "free");
    else
        snprintf(text, size, "held by %s", moment->log->threads[owner].name);
    add_waiters(moment, object, text, size);
}

static void variable_words(const struct moment *moment, int object, char *text,
                           size_t size)
{
    const struct object_state *now = &moment->state->objects[object];

    *text = '\0';
    if (moment->log->objects[object].initial == 0) {
        snprintf(text, size, "%lld", (long long)now->value);
        if (now->expected)
            snprintf(text, size, "%lld, expected %lld", (long long)now->value,
                     (long long)now->wanted);
        return;
    }
    for (int i = 0; i < moment->log->objects[object].initial && i < STATE_ELEMENTS; i++) {
        size_t used = strlen(text);
        if (now->elements[i])
            snprintf(text + used, size - used, "[%lld]", (long long)now->elements[i]);
        else
            snprintf(text + used, size - used, "[ ]");
    }
}

bool view_object(const struct moment *moment, int object, char *text, size_t size)
{
    const struct object_state *now = &moment->state->objects[object];
    int64_t group = moment->log->objects[object].initial;

    switch (moment->log->objects[object].kind) {
    case OBJECT_THREAD:
        return false;
    case OBJECT_MUTEX:
        mutex_words(moment, object, text, size);
        return true;
    case OBJECT_SEMAPHORE:
        snprintf(text, size, "%lld",
                 (long long)state_semaphore(moment->state, moment->log, object));
        add_waiters(moment, object, text, size);
        return true;
    case OBJECT_BARRIER:
        snprintf(text, size, "%lld of %lld there",
                 (long long)(group ? now->came % group : 0), (long long)group);
        return true;
    case OBJECT_SHARED:
    case OBJECT_LOCAL:
    case OBJECT_RESULT:
        variable_words(moment, object, text, size);
        return now->known;
    }
    return false;
}

/* Main is looked for only while nobody else stands anywhere. */
static size_t find_stands(const struct moment *moment, struct stand stands[LOG_THREADS])
{
    int threads = state_thread_count(moment->log);
    bool others = false;

    for (int i = 0; i < threads; i++) {
        const struct thread_state *thread = &moment->state->threads[i];
        bool here = thread->begun && !thread->ended;
        stands[i] = (struct stand){.name = moment->log->threads[i].name,
                                   .line = here ? thread->line : 0,
                                   .actor = i == moment->actor};
        others = others || (i > 0 && stands[i].line);
    }
    stands[0].aside = others;
    return (size_t)threads;
}

static void draw_source(const struct moment *moment, struct area area)
{
    struct stand stands[LOG_THREADS];

    source_draw(moment->source, stands, find_stands(moment, stands), area);
}

static int draw_threads(const struct moment *moment, struct area area)
{
    int row = 0, end = area.columns;

    area_text(area, row, 0, STYLE_DIM, "thread");
    area_text(area, row, NAME_COLUMNS, STYLE_DIM, "now");
    area_right(area, row++, end, STYLE_DIM, "line");
    for (int i = 0; i < state_thread_count(moment->log); i++, row++) {
        bool blocked = state_blocked(moment->state, moment->log, i);
        const struct thread_state *now = &moment->state->threads[i];
        char text[64], line[8];
        area_text(area_part(area, row, 0, 1, NAME_COLUMNS - 1), 0, 0,
                  i == moment->actor ? STYLE_STRONG : STYLE_NORMAL,
                  moment->log->threads[i].name);
        area_text(area_part(area, row, NAME_COLUMNS, 1, end - NAME_COLUMNS - 4), 0, 0,
                  blocked      ? STYLE_WARN
                  : now->ended ? STYLE_DIM
                               : STYLE_NORMAL,
                  view_doing(moment, i, text, sizeof text));
        snprintf(line, sizeof line, "%d", now->line);
        if (now->line && now->begun && !now->ended)
            area_right(area, row, end, STYLE_DIM, line);
    }
    return row;
}

/* "seen of T1": a local belongs to the thread that last told its value. */
static void object_name(const struct moment *moment, int object, char *text, size_t size)
{
    const struct log_object *entry = &moment->log->objects[object];
    int teller = moment->state->objects[object].teller;

    if (entry->kind == OBJECT_LOCAL)
        snprintf(text, size, "%s %s", moment->log->threads[teller].name, entry->name);
    else
        snprintf(text, size, "%s", entry->name);
}

static bool comes_before(const struct moment *moment, int one, int other)
{
    const struct log_object *a = &moment->log->objects[one];
    const struct log_object *b = &moment->log->objects[other];
    int names = strcmp(a->name, b->name);

    if (a->kind != b->kind)
        return a->kind < b->kind;
    if (names != 0)
        return names < 0;
    return moment->state->objects[one].teller < moment->state->objects[other].teller;
}

int view_order(const struct moment *moment, int order[LOG_OBJECTS])
{
    int count = state_object_count(moment->log);

    for (int i = 0; i < count; i++) {
        int at = i;
        for (; at > 0 && comes_before(moment, i, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return count;
}

static void draw_objects(const struct moment *moment, struct area area)
{
    int order[LOG_OBJECTS], count = view_order(moment, order), row = 0;

    for (int i = 0; i < count && row < area.rows; i++) {
        char name[64], text[160];
        int at;
        if (!view_object(moment, order[i], text, sizeof text))
            continue;
        object_name(moment, order[i], name, sizeof name);
        at = area_text(area, row, 0, STYLE_CODE, name);
        area_text(area, row++, at + 1 < NAME_COLUMNS ? NAME_COLUMNS : at + 1,
                  STYLE_NORMAL, text);
    }
}

static bool draw_stuck(const struct moment *moment, struct area area)
{
    struct wait_graph graph;
    struct wait_cycle cycle;

    state_graph(moment->state, moment->log, &graph);
    cycle = wait_graph_cycle(&graph, wait_graph_stuck(&graph));
    return wait_graph_draw(&graph, &cycle, area) > 0;
}

/* The ring, where there is one, and the objects. */
static void draw_things(const struct moment *moment, struct area area)
{
    if (draw_stuck(moment, area))
        area = area_part(area, 6, 0, area.rows - 6, area.columns);
    draw_objects(moment, area);
}

/* A narrow terminal cuts the source before it cuts the threads. */
static void draw_beside(const struct moment *moment, struct area area)
{
    int source = area.columns - RIGHT_COLUMNS - 1, row;
    struct area right;

    source = source < LEAST_SOURCE  ? LEAST_SOURCE
             : source > MOST_SOURCE ? MOST_SOURCE
                                    : source;
    right = area_part(area, 0, source + 1, area.rows, area.columns - source - 1);
    row = draw_threads(moment, right) + 1;
    draw_source(moment, area_part(area, 0, 0, area.rows, source));
    draw_things(moment, area_part(right, row, 0, right.rows - row, right.columns));
}

/* The source across the whole width, the threads and what they hold below it. */
static void draw_above(const struct moment *moment, struct area area)
{
    int source = area.rows - LOWER_ROWS - 1, lines = (int)moment->source->count;
    struct area lower;

    source = source > lines ? lines : source;
    lower = area_part(area, source + 1, 0, area.rows - source - 1, area.columns);
    draw_source(moment, area_part(area, 0, 0, source, area.columns));
    draw_threads(moment, area_part(lower, 0, 0, lower.rows, THREAD_COLUMNS));
    draw_things(moment, area_part(lower, 0, THREAD_COLUMNS + 4, lower.rows,
                                  lower.columns - THREAD_COLUMNS - 4));
}

void view_draw(const struct moment *moment, struct area area)
{
    bool fits_beside = area.columns > MOST_SOURCE + RIGHT_COLUMNS;

    if (!fits_beside && area.rows >= TALL && area.columns > 2 * RIGHT_COLUMNS)
        draw_above(moment, area);
    else
        draw_beside(moment, area);
}

void view_describe(const struct moment *moment, FILE *out)
{
    int order[LOG_OBJECTS], count = view_order(moment, order);
    char name[64], text[160];

    for (int i = 0; i < state_thread_count(moment->log); i++) {
        const struct thread_state *now = &moment->state->threads[i];
        fprintf(out, "  %s %s", moment->log->threads[i].name,
                view_doing(moment, i, text, sizeof text));
        if (now->line && now->begun && !now->ended)
            fprintf(out, " (line %d)", now->line);
        fputc('\n', out);
    }
    for (int i = 0; i < count; i++) {
        if (!view_object(moment, order[i], text, sizeof text))
            continue;
        object_name(moment, order[i], name, sizeof name);
        fprintf(out, "  %s %s: %s\n", object_word(moment->log->objects[order[i]].kind),
                name, text);
    }
}
