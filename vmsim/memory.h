/* Physical memory with demand paging: frames, a page table, and a policy.
 *
 * This is the whole simulation. Everything that runs a policy, be it fast over
 * millions of references or one step at a time, goes through memory_step(), so
 * that what the stepped view shows is what the counts count.
 */
#ifndef RING3_VMSIM_MEMORY_H
#define RING3_VMSIM_MEMORY_H

#include "vmsim/policy.h"

#define NO_FRAME UINT32_MAX
#define NO_PAGE  UINT32_MAX

struct memory_counts {
    uint64_t references, faults, evictions, writebacks;
};

struct memory {
    const struct policy_type *type;
    void *policy; /* the policy's state */
    uint32_t frames;
    uint32_t used;      /* frames 0 … used-1 hold a page */
    uint32_t pages;     /* size of the page table */
    uint32_t *frame_of; /* the page table: by page; NO_FRAME: not resident */
    uint32_t *page_in;  /* by frame */
    bool *dirty;        /* by frame: written since it was loaded */
    size_t policy_bytes;
    struct memory_counts counts;
};

/* What one reference did. */
struct outcome {
    bool fault, wrote_back;
    uint32_t frame;   /* where the page is now */
    uint32_t evicted; /* the page that left, or NO_PAGE */
};

/* A piece of a trace. `write` and `next` may be NULL. */
struct references {
    const uint32_t *page;
    const uint64_t *write; /* one bit per reference, from the trace's start */
    const uint32_t *next;
    size_t begin, end; /* positions in the trace */
};

/* Returns NULL when there is not enough memory. */
struct memory *memory_new(const struct policy_type *type,
                          const struct policy_setup *setup);
void memory_free(struct memory *memory);
/* Runs the references, as fast as the policy allows. */
void memory_run(struct memory *memory, const struct references *references);

static inline bool reference_writes(const struct references *references, size_t time)
{
    return references->write && references->write[time / 64] >> (time % 64) & 1;
}

/* Finds a frame for a page that is not resident, and puts the page there. */
static inline struct outcome memory_fault(struct memory *memory,
                                          const struct policy_type *type,
                                          const struct reference *reference)
{
    struct outcome outcome = {.fault = true, .evicted = NO_PAGE};
    memory->counts.faults++;
    if (memory->used < memory->frames) {
        outcome.frame = memory->used++;
    } else {
        outcome.frame = type->victim(memory->policy, reference);
        outcome.evicted = memory->page_in[outcome.frame];
        outcome.wrote_back = memory->dirty[outcome.frame];
        memory->frame_of[outcome.evicted] = NO_FRAME;
        memory->dirty[outcome.frame] = false;
        memory->counts.evictions++;
        memory->counts.writebacks += outcome.wrote_back;
    }
    memory->frame_of[reference->page] = outcome.frame;
    memory->page_in[outcome.frame] = reference->page;
    type->load(memory->policy, outcome.frame, reference);
    return outcome;
}

/* One reference. `type` is memory->type; it is an argument so that a caller who
 * knows it when compiling gets a loop without calls. */
static inline __attribute__((always_inline)) struct outcome memory_step(
    struct memory *memory, const struct policy_type *type,
    const struct reference *reference)
{
    struct outcome outcome = {.frame = memory->frame_of[reference->page],
                              .evicted = NO_PAGE};
    if (outcome.frame != NO_FRAME)
        type->hit(memory->policy, outcome.frame, reference);
    else
        outcome = memory_fault(memory, type, reference);
    if (reference->write)
        memory->dirty[outcome.frame] = true;
    memory->counts.references++;
    return outcome;
}

/* How far ahead of its use an entry of the page table is fetched. */
enum { MEMORY_AHEAD = 24 };

static inline __attribute__((always_inline)) void memory_loop(
    struct memory *memory, const struct policy_type *type,
    const struct references *references, bool writes)
{
    bool future = type->needs_future;
    for (size_t time = references->begin; time < references->end; time++) {
        if (time + MEMORY_AHEAD < references->end)
            __builtin_prefetch(&memory->frame_of[references->page[time + MEMORY_AHEAD]],
                               1);
        struct reference reference = {
            .page = references->page[time],
            .time = (uint32_t)time,
            .next = future ? references->next[time] : NEVER,
            .write = writes && reference_writes(references, time),
        };
        memory_step(memory, type, &reference);
    }
}

/* Defines NAME: memory_loop with the functions of `type` compiled in. It is the
 * last line of a policy's file. */
#define MEMORY_LOOP(NAME, type)                                                          \
    static void NAME(struct memory *memory, const struct references *references)         \
    {                                                                                    \
        if (references->write)                                                           \
            memory_loop(memory, &(type), references, true);                              \
        else                                                                             \
            memory_loop(memory, &(type), references, false);                             \
    }

#endif
