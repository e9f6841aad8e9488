/* OPT's stack, as runs. An entry is the time at which its page is used next; see
 * priority_stack.h for how a stack changes. The smaller time has the better rank.
 *
 * All entries below the top are cut into runs: neighbours whose times ascend. Let c be
 * what is carried, and x the page that is referenced now.
 *
 * 1. c comes to a run that x is not in. If c is used after the run's last entry, nothing
 *    changes. If not, c takes the place of the first entry that is used after it, that
 *    one the place of the next, and so on, and the last entry is carried on: c has been
 *    inserted in order, and the latest taken out. The times still ascend, so nothing
 *    about a run has to be known but the set of its times.
 * 2. x is used now, and all other pages later. So x is the first entry of its run, and
 *    its distance is 1 (the top) + all entries of the runs above + 1.
 * 3. What is carried to the place of x is used after everything above. It becomes the
 *    last entry of the run above, which still ascends; with no run above, it is a run of
 *    its own. x leaves its run, which is gone if that is empty now.
 * 4. For a new page nothing is found, and what is carried becomes the last entry of all.
 *
 * So a run is a heap with the latest time on top. A reference looks at the latest of
 * each run above x, and changes few of them: on zipf20m there are 130 runs, of which it
 * passes 47 and changes 3. There can never be more runs than pages.
 *
 * Times that have come stay in a heap until most of it is such: they are below all that
 * are to come, and so never on top.
 */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"
#include "vmsim/curve/priority_stack.h"
#include "vmsim/progress.h"
#include "vmsim/tables.h"

enum { PROGRESS_EVERY = 1 << 16, HEAP_LEAST = 64, NO_RUN = 0 };

struct run {
    uint32_t id;
    uint32_t latest;     /* the top of the heap */
    uint32_t entries;    /* that are to come */
    uint32_t held, size; /* all that are in the heap, and its room */
    uint32_t *heap;
};

struct opt_stack {
    uint32_t top;
    struct run *runs; /* from the bottom of the stack to its top */
    uint32_t count, size;
    uint32_t ids;     /* given out; a run gets a new one */
    uint32_t *run_of; /* by time: the id of the run that this time is in */
};

/* ---- a heap ---- */

static inline void sink(struct run *run, uint32_t place, uint32_t time)
{
    uint32_t *heap = run->heap;
    for (uint32_t child; (child = 2 * place + 1) < run->held; place = child) {
        if (child + 1 < run->held && heap[child + 1] > heap[child])
            child++;
        if (heap[child] <= time)
            break;
        heap[place] = heap[child];
    }
    heap[place] = time;
}

static void add_latest(struct run *run, uint32_t time)
{
    if (run->held == run->size) {
        run->size += run->size / 2 + HEAP_LEAST;
        run->heap = table_resize(run->heap, run->size, sizeof *run->heap, "OPT's stack");
    }
    uint32_t place = run->held++;
    for (; place > 0; place = (place - 1) / 2)
        run->heap[place] = run->heap[(place - 1) / 2];
    run->heap[0] = time;
    run->latest = time;
    run->entries++;
}

/* Throws out what has come. */
static void sweep(struct run *run, uint32_t now)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < run->held; i++)
        if (run->heap[i] > now)
            run->heap[kept++] = run->heap[i];
    run->held = kept;
    for (uint32_t place = kept / 2; place-- > 0;)
        sink(run, place, run->heap[place]);
}

/* ---- the runs ---- */

/* A carried time passes; returns what is carried on. */
static inline uint32_t pass(struct opt_stack *self, struct run *run, uint32_t carried)
{
    uint32_t latest = run->latest;
    if (carried >= latest)
        return carried;
    self->run_of[carried] = run->id;
    sink(run, 0, carried);
    run->latest = run->heap[0];
    return latest;
}

static void open_run(struct opt_stack *self)
{
    if (self->count == self->size) {
        self->size = self->size * 2 + 16;
        self->runs =
            table_resize(self->runs, self->size, sizeof *self->runs, "OPT's stack");
    }
    self->runs[self->count++] = (struct run){.id = ++self->ids};
}

static void append(struct opt_stack *self, struct run *run, uint32_t time)
{
    add_latest(run, time);
    if (time != NEVER)
        self->run_of[time] = run->id;
}

/* The first entry, which is `now`, leaves. */
static void leave(struct opt_stack *self, uint32_t index, uint32_t now)
{
    struct run *run = &self->runs[index];
    if (--run->entries == 0) {
        free(run->heap);
        self->count--;
        memmove(run, run + 1, (self->count - index) * sizeof *run);
    } else if (run->held / 2 > run->entries + HEAP_LEAST) {
        sweep(run, now);
    }
}

/* Returns the distance; 0: the page is new. */
static uint32_t reference(struct opt_stack *self, uint32_t now, uint32_t next, bool fresh)
{
    uint32_t carried = self->top, above = 1, index = self->count;
    uint32_t home = fresh ? NO_RUN : self->run_of[now];
    self->top = next;
    if (carried == now)
        return 1;
    for (; index > 0 && self->runs[index - 1].id != home; index--) {
        above += self->runs[index - 1].entries;
        carried = pass(self, &self->runs[index - 1], carried);
    }
    if (index == self->count)
        open_run(self);
    append(self, &self->runs[index], carried);
    if (fresh)
        return 0;
    leave(self, index - 1, now);
    return above + 1;
}

void opt_stack_hits(const struct trace *trace, uint32_t *hits)
{
    uint32_t pages = 1;
    struct opt_stack self = {
        .top = trace->next[0],
        .run_of = table_new(trace->count, sizeof(uint32_t), "OPT's stack")};
    for (uint32_t now = 1; now < trace->count; now++) {
        bool fresh = stack_page_is_new(trace->page[now], pages);
        pages += fresh;
        hits[reference(&self, now, trace->next[now], fresh)]++;
        if (now % PROGRESS_EVERY == 0)
            progress_show("opt", now, trace->count);
    }
    hits[0] = 0;
    for (uint32_t i = 0; i < self.count; i++)
        free(self.runs[i].heap);
    free(self.runs);
    free(self.run_of);
}
