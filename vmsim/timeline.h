/* A simulation that can be looked at after any reference, in any order.
 *
 * Going forward one reference is one step of the simulation. Going anywhere else
 * restores the nearest checkpoint before, and replays from there: since the same
 * code runs on the same state, the past looks exactly as it did.
 */
#ifndef RING3_VMSIM_TIMELINE_H
#define RING3_VMSIM_TIMELINE_H

#include "vmsim/choice.h"
#include "vmsim/trace.h"

struct checkpoint;

/* All of it is about the reference at `now`, and the state after it. */
struct timeline {
    const struct trace *trace; /* looked ahead; outlives the timeline */
    struct choice choice;
    struct memory *memory;
    uint32_t *loaded, *used; /* by frame: times */
    size_t now;              /* SIZE_MAX: before the first reference */
    uint32_t seen;           /* pages referenced so far: dense ids below it */
    struct outcome outcome;
    struct page_facts left; /* the page that left, if one did */

    size_t interval; /* references between checkpoints */
    size_t checkpoint_count;
    struct checkpoint *checkpoints;
};

struct timeline *timeline_new(const struct trace *trace, const struct choice *choice,
                              uint32_t frames, struct error *error);
void timeline_free(struct timeline *timeline);

/* Goes to the state after reference `time`. */
void timeline_seek(struct timeline *timeline, size_t time);

/* What is known of the page in a frame that is in use. */
struct page_facts timeline_facts(const struct timeline *timeline, uint32_t frame);
struct frame_mark timeline_mark(const struct timeline *timeline, uint32_t frame);

/* Which page would OPT evict, had it the memory as it was before this reference?
 * Only where a page left. */
struct page_facts timeline_best_victim(const struct timeline *timeline);

/* Does this frame hold a page? */
static inline bool timeline_holds(const struct timeline *timeline, uint32_t frame)
{
    const struct memory *memory = timeline->memory;
    return frame < memory->used && memory->page_in[frame] != NO_PAGE;
}

/* The policy's own words about its victim; "" where none left. */
void timeline_why(const struct timeline *timeline, char *text, size_t size);

/* What the policy knows beyond the frames; "" if that is nothing. */
void timeline_tell(const struct timeline *timeline, char *text, size_t size);

#endif
