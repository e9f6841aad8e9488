/* Physical memory with demand paging: frames, a page table, and a policy.
 *
 * This is the whole simulation. Everything that runs a policy, be it fast over
 * millions of references or one step at a time, goes through memory_step(), so
 * that what the stepped view shows is what the counts count.
 */
#ifndef RING3_VMSIM_MEMORY_H
#define RING3_VMSIM_MEMORY_H

#include "vmsim/policy.h"

/* A page that is released before its frame is needed counts as an eviction. */
struct memory_counts {
    uint64_t references, faults, evictions, writebacks;
};

struct memory {
    const struct policy_type *type;
    void *policy; /* the policy's state */
    uint32_t frames;
    uint32_t used;        /* frames 0 … used-1 have been given out; they hold a page,
                           * except those in free_frame[], whose page_in is NO_PAGE */
    uint32_t free_count;  /* only policies with release() give frames back */
    uint32_t *free_frame; /* the frame given back last is the first to be used */
    uint32_t *frame_of;   /* the page table: by page; NO_FRAME: not resident */
    uint32_t *page_in;    /* by frame */
    bool *dirty;          /* by frame: written since it was loaded */
    size_t policy_bytes;
    struct policy_setup setup; /* setup.pages: the size of the page table */
    struct memory_counts counts;
};

/* What one reference did. */
struct outcome {
    bool fault, wrote_back;
    uint32_t frame;    /* where the page is now */
    uint32_t evicted;  /* the page that left for this one, or NO_PAGE */
    uint32_t released; /* how many pages the policy gave up beforehand */
};

/* A piece of a trace. `write` and `next` may be NULL. */
struct references {
    const uint32_t *page;
    const uint64_t *write; /* one bit per reference, from the trace's start */
    const uint32_t *next;
    size_t begin, end; /* positions in the arrays */
    size_t first;      /* the time of position 0 */
};

/* Returns NULL when there is not enough memory. */
struct memory *memory_new(const struct policy_type *type,
                          const struct policy_setup *setup);
void memory_free(struct memory *memory);
/* Runs the references, as fast as the policy allows. */
void memory_run(struct memory *memory, const struct references *references);
/* There are so many pages now. Returns -1 when there is not enough memory. */
int memory_grow(struct memory *memory, uint32_t pages);
/* Bytes that such a memory takes. */
uint64_t memory_bytes(const struct policy_type *type, const struct policy_setup *setup);

static inline uint32_t memory_resident(const struct memory *memory)
{
    return memory->used - memory->free_count;
}

static inline bool reference_writes(const struct references *references, size_t at)
{
    return references->write && references->write[at / 64] >> (at % 64) & 1;
}

/* The page in `frame` leaves. Returns whether it had to be written back. */
static inline bool memory_empty_frame(struct memory *memory, uint32_t frame)
{
    bool dirty = memory->dirty[frame];
    memory->frame_of[memory->page_in[frame]] = NO_FRAME;
    memory->dirty[frame] = false;
    memory->counts.evictions++;
    memory->counts.writebacks += dirty;
    return dirty;
}

/* What the policy gives up before a reference. Returns the number of pages. */
static inline uint32_t memory_release(struct memory *memory,
                                      const struct policy_type *type,
                                      const struct reference *reference)
{
    uint32_t released = 0;
    for (;; released++) {
        bool resident = memory->frame_of[reference->page] != NO_FRAME;
        uint32_t frame = type->release(memory->policy, reference, resident);
        if (frame == NO_FRAME)
            return released;
        memory_empty_frame(memory, frame);
        memory->page_in[frame] = NO_PAGE;
        memory->free_frame[memory->free_count++] = frame;
    }
}

/* Finds a frame for a page that is not resident, and puts the page there. */
static inline __attribute__((always_inline)) struct outcome memory_fault(
    struct memory *memory, const struct policy_type *type,
    const struct reference *reference)
{
    struct outcome outcome = {.fault = true, .evicted = NO_PAGE};
    memory->counts.faults++;
    if (type->release && memory->free_count > 0) {
        outcome.frame = memory->free_frame[--memory->free_count];
    } else if (memory->used < memory->frames) {
        outcome.frame = memory->used++;
    } else {
        outcome.frame = type->victim(memory->policy, reference);
        outcome.evicted = memory->page_in[outcome.frame];
        outcome.wrote_back = memory_empty_frame(memory, outcome.frame);
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
    uint32_t released = type->release ? memory_release(memory, type, reference) : 0;
    struct outcome outcome = {.frame = memory->frame_of[reference->page],
                              .evicted = NO_PAGE};
    if (outcome.frame != NO_FRAME)
        type->hit(memory->policy, outcome.frame, reference);
    else
        outcome = memory_fault(memory, type, reference);
    if (reference->write)
        memory->dirty[outcome.frame] = true;
    outcome.released = released;
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
    const uint32_t *page = references->page;
    for (size_t at = references->begin; at < references->end; at++) {
        if (at + MEMORY_AHEAD < references->end) {
            __builtin_prefetch(&memory->frame_of[page[at + MEMORY_AHEAD]], 1);
            if (type->fetch)
                type->fetch(memory->policy, page[at + MEMORY_AHEAD]);
        }
        struct reference reference = {
            .page = page[at],
            .time = (uint32_t)(references->first + at),
            .next = future ? references->next[at] : NEVER,
            .write = writes && reference_writes(references, at),
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
