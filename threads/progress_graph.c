/* The progress graph of two threads.
 *
 *     unlock a │ ·  ·  ▒  ▒  ·
 *     write  c │ ·  ·  ▒  ▒  ·
 *     lock   a │ ●──●  ▒  ▒  ·
 *              └ ●──·──·──·──·
 *       T2 ↑   T1 →  l  w  u
 */
#include "threads/progress_graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"

enum { MOST = 40, LOCKS = 16, LABEL = 22, STRIDE = 2 };

/* The steps of one thread, and the locks that it holds after so many of them. */
struct lane {
    const struct explore_step *steps[MOST];
    size_t count;
    unsigned held[MOST + 1]; /* bit i: locks[i] */
    bool waits;              /* a condition variable gives locks away: no regions then */
};

struct graph {
    struct lane lanes[2];
    const char *locks[LOCKS];
    size_t lock_count;
    const struct explore_verdict *run;
    const int *pair;
};

bool progress_graph_pair(const struct explore_verdict *run, int pair[2])
{
    size_t counts[3] = {0};

    for (size_t i = 0; i < run->step_count; i++) {
        int thread = run->steps[i].thread;
        if (thread > 2)
            return false;
        counts[thread]++;
    }
    pair[0] = counts[2] ? 1 : 0;
    pair[1] = counts[2] ? 2 : 1;
    return counts[pair[0]] && counts[pair[1]] && counts[pair[0]] <= MOST &&
           counts[pair[1]] <= MOST;
}

/* Bit of a lock; 0 when there are too many. */
static unsigned lock_bit(struct graph *graph, const char *name)
{
    for (size_t i = 0; i < graph->lock_count; i++)
        if (!strcmp(graph->locks[i], name))
            return 1u << i;
    if (graph->lock_count == LOCKS)
        return 0;
    graph->locks[graph->lock_count] = name;
    return 1u << graph->lock_count++;
}

static void add_step(struct graph *graph, struct lane *lane,
                     const struct explore_step *step)
{
    unsigned held = lane->held[lane->count];

    if (!strcmp(step->operation, "lock"))
        held |= lock_bit(graph, step->object);
    else if (!strcmp(step->operation, "unlock"))
        held &= ~lock_bit(graph, step->object);
    else if (!strncmp(step->operation, "wait", 4))
        lane->waits = true;
    lane->steps[lane->count++] = step;
    lane->held[lane->count] = held;
}

static size_t steps_of(const struct explore_verdict *run, int thread)
{
    size_t count = 0;

    for (size_t i = 0; i < run->step_count; i++)
        count += run->steps[i].thread == thread;
    return count;
}

/* A run that got stuck says nothing of what would have come: the longer one does. */
static void make_graph(struct graph *graph, const struct explore_verdict *run,
                       const struct explore_verdict *whole, const int pair[2])
{
    *graph = (struct graph){.run = run, .pair = pair};
    for (int k = 0; k < 2; k++) {
        bool further = steps_of(whole, pair[k]) > steps_of(run, pair[k]);
        const struct explore_verdict *from = further ? whole : run;
        for (size_t i = 0; i < from->step_count; i++)
            if (from->steps[i].thread == pair[k] && graph->lanes[k].count < MOST)
                add_step(graph, &graph->lanes[k], &from->steps[i]);
    }
}

/* Where both would hold the same lock. */
static bool forbidden(const struct graph *graph, size_t x, size_t y)
{
    return !graph->lanes[0].waits && !graph->lanes[1].waits &&
           (graph->lanes[0].held[x] & graph->lanes[1].held[y]);
}

/* (0, 0) is at the lower left. */
static void put(struct area area, size_t x, size_t y, enum style style, const char *mark)
{
    int row = area.rows - 3 - (int)y;

    if (row >= 0)
        area_text(area, row, LABEL + (int)x * STRIDE, style, mark);
}

static void draw_grid(const struct graph *graph, struct area area)
{
    for (size_t y = 0; y <= graph->lanes[1].count; y++)
        for (size_t x = 0; x <= graph->lanes[0].count; x++) {
            bool wall = forbidden(graph, x, y);
            put(area, x, y, wall ? STYLE_FAULT : STYLE_DIM, wall ? "▒" : "·");
        }
}

static void draw_path(const struct graph *graph, size_t done, struct area area)
{
    size_t at[2] = {0, 0};

    put(area, 0, 0, STYLE_STRONG, "o");
    for (size_t i = 0; i < done; i++) {
        int thread = graph->run->steps[i].thread;
        if (thread == graph->pair[0])
            at[0]++;
        else if (thread == graph->pair[1])
            at[1]++;
        put(area, at[0], at[1], STYLE_STRONG, "o");
    }
    put(area, at[0], at[1], STYLE_KEY, "@");
}

static void draw_labels(const struct graph *graph, const char *const names[2],
                        struct area area)
{
    for (size_t y = 1; y <= graph->lanes[1].count; y++) {
        const struct explore_step *step = graph->lanes[1].steps[y - 1];
        int row = area.rows - 3 - (int)y;
        if (row >= 0)
            area_print(area_part(area, row, 0, 1, LABEL - 1), 0, 0, STYLE_DIM,
                       "%4d %s %s", step->line, step->operation, step->object);
    }
    for (size_t x = 1; x <= graph->lanes[0].count; x++) {
        const struct explore_step *step = graph->lanes[0].steps[x - 1];
        area_print(area_part(area, area.rows - 2, LABEL + (int)x * STRIDE, 1, 1), 0, 0,
                   STYLE_DIM, "%c", *step->operation);
    }
    area_print(area, area.rows - 1, 0, STYLE_NORMAL,
               "%s upward, %s to the right; ▒ both would hold the same lock", names[1],
               names[0]);
}

void progress_graph_draw(const struct explore_verdict *run,
                         const struct explore_verdict *whole, const int pair[2],
                         const char *const names[2], size_t done, struct area area)
{
    struct graph *graph = xcalloc(1, sizeof *graph);

    make_graph(graph, run, whole, pair);
    draw_grid(graph, area);
    draw_path(graph, done, area);
    draw_labels(graph, names, area);
    free(graph);
}
