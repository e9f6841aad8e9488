/* Measuring curves, and what is to be seen in one. */
#include "vmsim/curve/curve.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/curve/priority_stack.h"
#include "vmsim/curve/stack_distance.h"
#include "vmsim/faults.h"
#include "vmsim/progress.h"
#include "vmsim/tables.h"
#include "vmsim/workers.h"

/* Steps of simulation that anybody will wait for: some seconds. */
#define STEPS_MOST 400000000ull

void curve_allocate(struct curve *curve, size_t count)
{
    curve->count = count;
    curve->frames = table_new(count, sizeof *curve->frames, "the curve");
    curve->faults = table_new(count, sizeof *curve->faults, "the curve");
}

void curve_free(struct curve *curve)
{
    free(curve->frames);
    free(curve->faults);
    free(curve->bound);
    *curve = (struct curve){0};
}

/* ---- stack algorithms: hits by distance, summed up ---- */

static void lru_hits(const struct trace *trace, uint32_t *hits)
{
    enum { BATCH = 4096 };
    uint32_t distances[BATCH];
    struct stack_distance *stack = stack_distance_new();
    for (size_t begin = 0; begin < trace->count; begin += BATCH) {
        size_t count = trace->count - begin < BATCH ? trace->count - begin : BATCH;
        stack_distance_run(stack, trace->page + begin, count, distances);
        for (size_t i = 0; i < count; i++)
            hits[distances[i]]++;
        progress_show("lru", begin, trace->count);
    }
    stack_distance_free(stack);
    hits[0] = 0;
}

static void sum_up(struct curve *curve, const uint32_t *hits)
{
    uint64_t left = (uint64_t)curve->references;
    curve_allocate(curve, (size_t)curve->pages);
    for (uint32_t frames = 1; frames <= curve->count; frames++) {
        left -= hits[frames];
        curve->frames[frames - 1] = frames;
        curve->faults[frames - 1] = (double)left;
    }
    curve->every_size = true;
}

/* False if this policy has no stack. */
static bool measure_stack(struct curve *curve, const struct trace *trace,
                          const struct choice *choice)
{
    bool lru = !strcmp(choice->name, "lru");
    if (!lru && !priority_stack_knows(choice))
        return false;
    cleanup_free uint32_t *hits = /* no trace has more references */
        table_new((size_t)trace->pages.count + 1, sizeof *hits, "the curve");
    if (lru)
        lru_hits(trace, hits);
    else
        priority_stack_run(trace, choice, hits);
    sum_up(curve, hits);
    return true;
}

/* ---- all others: one simulation per size ---- */

struct simulations {
    struct curve *curve;
    const struct trace *trace;
    const struct choice *choice;
    atomic_bool failed;
    atomic_size_t done;
    struct error *error; /* of one that failed */
};

static void simulate(void *self, size_t index)
{
    struct simulations *all = self;
    struct error error;
    struct memory *memory =
        faults_memory(all->trace, all->choice, all->curve->frames[index], &error);
    if (!memory) {
        if (!atomic_exchange(&all->failed, true))
            *all->error = error;
        return;
    }
    struct references references = trace_references(all->trace, 0, all->trace->count);
    memory_run(memory, &references);
    all->curve->faults[index] = (double)memory->counts.faults;
    memory_free(memory);
    progress_show(all->curve->name, atomic_fetch_add(&all->done, 1) + 1,
                  all->curve->count);
}

/* All sizes, or so many that they lie even on a logarithmic scale. */
static void choose_sizes(struct curve *curve, const struct trace *trace, uint32_t most)
{
    enum { PER_OCTAVE = 3 };
    uint32_t pages = trace->pages.count;
    curve->every_size = pages <= most && (uint64_t)pages * trace->count <= STEPS_MOST;
    if (curve->every_size) {
        curve_allocate(curve, pages);
        for (uint32_t i = 0; i < pages; i++)
            curve->frames[i] = i + 1;
        return;
    }
    curve_allocate(curve, (size_t)34 * PER_OCTAVE);
    curve->count = 0;
    for (int i = 0; i < 32 * PER_OCTAVE; i++) {
        uint32_t frames = (uint32_t)lround(fmin(exp2((double)i / PER_OCTAVE), pages));
        if (curve->count == 0 || frames > curve->frames[curve->count - 1])
            curve->frames[curve->count++] = frames;
    }
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void take_sizes(struct curve *curve, const struct frame_list *sizes)
{
    curve_allocate(curve, sizes->count);
    memcpy(curve->frames, sizes->items, sizes->count * sizeof *curve->frames);
    qsort(curve->frames, curve->count, sizeof *curve->frames, by_number);
    size_t kept = 0;
    for (size_t i = 0; i < curve->count; i++)
        if (kept == 0 || curve->frames[i] != curve->frames[kept - 1])
            curve->frames[kept++] = curve->frames[i];
    curve->count = kept;
}

void curve_begin(struct curve *curve, const struct trace *trace, const char *name,
                 const struct frame_list *sizes, uint32_t most)
{
    *curve =
        (struct curve){.references = (double)trace->count, .pages = trace->pages.count};
    snprintf(curve->name, sizeof curve->name, "%s", name);
    if (sizes)
        take_sizes(curve, sizes);
    else
        choose_sizes(curve, trace, most);
}

/* Of a curve with every size, only the sizes that are asked for. */
static void pick(struct curve *curve, const struct frame_list *sizes)
{
    struct curve picked = *curve;
    take_sizes(&picked, sizes);
    picked.every_size = false;
    for (size_t i = 0; i < picked.count; i++) {
        size_t size = picked.frames[i] < curve->count ? picked.frames[i] : curve->count;
        picked.faults[i] = curve->faults[size - 1];
    }
    curve_free(curve);
    *curve = picked;
}

int curve_measure(struct curve *curve, const struct trace *trace,
                  const struct choice *choice, const struct frame_list *sizes,
                  struct error *error)
{
    *curve =
        (struct curve){.references = (double)trace->count, .pages = trace->pages.count};
    memcpy(curve->name, choice->name, sizeof curve->name);
    if (measure_stack(curve, trace, choice)) {
        if (sizes)
            pick(curve, sizes);
        progress_end();
        return 0;
    }
    curve_begin(curve, trace, choice->name, sizes, UINT32_MAX);
    struct simulations all = {
        .curve = curve, .trace = trace, .choice = choice, .error = error};
    workers_run(curve->count, simulate, &all);
    progress_end();
    if (!atomic_load(&all.failed))
        return 0;
    curve_free(curve);
    return -1;
}

/* ---- what is to be seen ---- */

size_t curve_knee(const struct curve *curve)
{
    size_t last = curve->count ? curve->count - 1 : 0, best = 0;
    if (last < 2)
        return 0;
    /* What bends by less than this is straight. */
    double farthest = 0.01;
    double width = (double)curve->frames[last] - curve->frames[0];
    double height = curve->faults[0] - curve->faults[last];
    for (size_t i = 1; i < last && height > 0; i++) {
        double x = ((double)curve->frames[i] - curve->frames[0]) / width;
        double y = (curve->faults[i] - curve->faults[last]) / height;
        if (1 - x - y > farthest) {
            farthest = 1 - x - y;
            best = i;
        }
    }
    return best;
}

size_t curve_anomaly(const struct curve *curve, size_t from)
{
    for (size_t i = from ? from : 1; i < curve->count; i++)
        if (curve->faults[i] > curve->faults[i - 1])
            return i;
    return curve->count;
}

/* A page is counted once in each window, at its first reference there. So the reference
 * at `time` counts in the windows that hold it and not the one to its page before. */
double working_set(const struct trace *trace, uint64_t window)
{
    uint64_t last_start = trace->count - window, sum = 0;
    cleanup_free uint32_t *after = /* by page: the time behind its last reference */
        table_new(trace->pages.count, sizeof *after, "the working set");
    for (uint64_t time = 0; time < trace->count; time++) {
        uint32_t page = trace->page[time];
        uint64_t first = time + 1 > window ? time + 1 - window : 0;
        uint64_t last = time < last_start ? time : last_start;
        if (after[page] > first)
            first = after[page];
        sum += last >= first ? last - first + 1 : 0;
        after[page] = (uint32_t)time + 1;
    }
    return (double)sum / (double)(last_start + 1);
}
