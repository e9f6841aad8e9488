/* The decisions of a learner's policy over a memory that it cannot reach.
 *
 * The page table is ours, so that a page is resident or out and never both, and never
 * more pages are in memory than there are frames. What is left to be checked are the
 * decisions: each must name a frame, and that frame must hold a page.
 */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/own/protocol.h"
#include "vmsim/own_policy.h"

struct replay {
    const struct own_policy *own;
    const struct own_decision *decisions;
    size_t count, next; /* decisions */
    uint32_t frames, used, free_count;
    uint32_t *frame_of, *page_in, *free_frame;
    bool *dirty;
    struct memory_counts *counts;
    uint64_t *faulted; /* see struct own_run */
};

static int breaks(const struct replay *replay, size_t time, const char *what,
                  struct error *error)
{
    return error_set(error, STATUS_NO, "%s breaks a rule at reference %zu: %s",
                     replay->own->name, time + 1, what);
}

static void empty_frame(struct replay *replay, uint32_t frame)
{
    replay->frame_of[replay->page_in[frame]] = NO_FRAME;
    replay->counts->evictions++;
    replay->counts->writebacks += replay->dirty[frame];
    replay->dirty[frame] = false;
    replay->page_in[frame] = NO_PAGE;
}

/* The next decision, if it belongs to this moment. */
static const struct own_decision *decision_at(struct replay *replay, size_t time,
                                              bool released)
{
    const struct own_decision *at = &replay->decisions[replay->next];
    bool here = replay->next < replay->count && at->time == time &&
                (at->released != 0) == released;
    replay->next += here;
    return here ? at : NULL;
}

static int replay_releases(struct replay *replay, size_t time, struct error *error)
{
    const struct own_decision *at;
    while ((at = decision_at(replay, time, true))) {
        cleanup_free char *what =
            xasprintf("release() gives up frame %u, which holds no page", at->frame);
        if (at->frame >= replay->used || replay->page_in[at->frame] == NO_PAGE)
            return breaks(replay, time, what, error);
        empty_frame(replay, at->frame);
        replay->free_frame[replay->free_count++] = at->frame;
    }
    return 0;
}

static int replay_victim(struct replay *replay, size_t time, uint32_t *frame,
                         struct error *error)
{
    const struct own_decision *at = decision_at(replay, time, false);
    if (!at)
        return breaks(
            replay, time,
            "memory is full, a page must leave, and it ended without naming one", error);
    cleanup_free char *what =
        xasprintf("victim() returns %u, but the frames that hold pages are 0 to %u",
                  at->frame, replay->frames - 1);
    if (at->frame >= replay->frames)
        return breaks(replay, time, what, error);
    *frame = at->frame;
    empty_frame(replay, *frame);
    return 0;
}

static int replay_fault(struct replay *replay, size_t time, uint32_t *frame,
                        struct error *error)
{
    replay->counts->faults++;
    if (replay->faulted)
        replay->faulted[time / 64] |= 1ull << (time % 64);
    if (replay->free_count > 0)
        *frame = replay->free_frame[--replay->free_count];
    else if (replay->used < replay->frames)
        *frame = replay->used++;
    else
        return replay_victim(replay, time, frame, error);
    return 0;
}

static int replay_one(struct replay *replay, const struct trace *trace, size_t time,
                      struct error *error)
{
    struct reference reference = trace_reference(trace, time);
    if (replay_releases(replay, time, error) < 0)
        return -1;
    uint32_t frame = replay->frame_of[reference.page];
    if (frame == NO_FRAME) {
        if (replay_fault(replay, time, &frame, error) < 0)
            return -1;
        replay->frame_of[reference.page] = frame;
        replay->page_in[frame] = reference.page;
    }
    replay->dirty[frame] |= reference.write;
    replay->counts->references++;
    return 0;
}

static int replay_all(struct replay *replay, const struct trace *trace,
                      struct error *error)
{
    for (size_t time = 0; time < trace->count; time++)
        if (replay_one(replay, trace, time, error) < 0)
            return -1;
    if (replay->next < replay->count)
        return breaks(replay, replay->decisions[replay->next].time,
                      "a page leaves although no frame is needed", error);
    return 0;
}

int own_replay(const struct own_policy *own, const struct trace *trace,
               const struct own_decision *decisions, size_t count, struct own_run *run,
               struct error *error)
{
    uint32_t pages = trace->pages.count, frames = run->frames;
    struct replay replay = {
        .own = own,
        .decisions = decisions,
        .count = count,
        .frames = frames,
        .frame_of = xreallocarray(NULL, pages, sizeof(uint32_t)),
        .page_in = xcalloc(frames, sizeof(uint32_t)),
        .free_frame = xcalloc(frames, sizeof(uint32_t)),
        .dirty = xcalloc(frames, sizeof(bool)),
        .counts = &run->counts,
        .faulted = run->faulted,
    };
    memset(replay.frame_of, 0xff, pages * sizeof(uint32_t)); /* NO_FRAME */
    run->counts = (struct memory_counts){0};
    int result = replay_all(&replay, trace, error);
    free(replay.frame_of);
    free(replay.page_in);
    free(replay.free_frame);
    free(replay.dirty);
    return result;
}
