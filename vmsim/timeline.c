/* The timeline: checkpoints, replay, and what one can ask of the present state.
 *
 * A checkpoint holds the policy's block and the tables by frame. The page table
 * is not in it: the frames say which pages are resident.
 */
#include "vmsim/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "vmsim/faults.h"

enum { SHORTEST_INTERVAL = 256 };
static const size_t CHECKPOINT_MEMORY = (size_t)64 << 20; /* bytes, for all of them */

/* The state before reference `number * interval`. */
struct checkpoint {
    uint32_t used_frames, free_count, seen;
    struct memory_counts counts;
    void *policy;
    uint32_t *page_in, *free_frame, *loaded, *used;
    bool *dirty;
};

static void *copy(const void *from, size_t count, size_t size)
{
    void *to = xcalloc(count + 1, size);
    if (count > 0)
        memcpy(to, from, count * size);
    return to;
}

static void save(const struct timeline *timeline, struct checkpoint *checkpoint)
{
    const struct memory *memory = timeline->memory;
    size_t frames = memory->used;
    *checkpoint = (struct checkpoint){
        .used_frames = memory->used,
        .free_count = memory->free_count,
        .seen = timeline->seen,
        .counts = memory->counts,
        .policy = copy(memory->policy, 1, memory->policy_bytes),
        .page_in = copy(memory->page_in, frames, sizeof *memory->page_in),
        .free_frame =
            copy(memory->free_frame, memory->free_count, sizeof *memory->free_frame),
        .loaded = copy(timeline->loaded, frames, sizeof *timeline->loaded),
        .used = copy(timeline->used, frames, sizeof *timeline->used),
        .dirty = copy(memory->dirty, frames, sizeof *memory->dirty),
    };
}

static void restore(struct timeline *timeline, const struct checkpoint *checkpoint)
{
    struct memory *memory = timeline->memory;
    size_t frames = checkpoint->used_frames;
    for (uint32_t frame = 0; frame < memory->used; frame++)
        if (memory->page_in[frame] != NO_PAGE)
            memory->frame_of[memory->page_in[frame]] = NO_FRAME;
    memset(memory->dirty, 0, memory->used * sizeof *memory->dirty);
    memcpy(memory->policy, checkpoint->policy, memory->policy_bytes);
    memcpy(memory->page_in, checkpoint->page_in, frames * sizeof *memory->page_in);
    memcpy(memory->dirty, checkpoint->dirty, frames * sizeof *memory->dirty);
    memcpy(timeline->loaded, checkpoint->loaded, frames * sizeof *timeline->loaded);
    memcpy(timeline->used, checkpoint->used, frames * sizeof *timeline->used);
    if (checkpoint->free_count > 0)
        memcpy(memory->free_frame, checkpoint->free_frame,
               checkpoint->free_count * sizeof *memory->free_frame);
    memory->used = checkpoint->used_frames;
    memory->free_count = checkpoint->free_count;
    memory->counts = checkpoint->counts;
    timeline->seen = checkpoint->seen;
    for (uint32_t frame = 0; frame < memory->used; frame++)
        if (memory->page_in[frame] != NO_PAGE)
            memory->frame_of[memory->page_in[frame]] = frame;
}

/* One reference, and the times that go with it. */
static void step(struct timeline *timeline, size_t time)
{
    struct memory *memory = timeline->memory;
    struct reference reference = trace_reference(timeline->trace, time);
    struct outcome outcome = memory_step(memory, memory->type, &reference);
    if (outcome.evicted != NO_PAGE)
        timeline->left = (struct page_facts){
            .number = timeline->trace->pages.numbers[outcome.evicted],
            .loaded = timeline->loaded[outcome.frame],
            .used = timeline->used[outcome.frame],
            .next = timeline->trace->next[timeline->used[outcome.frame]],
        };
    if (outcome.fault)
        timeline->loaded[outcome.frame] = (uint32_t)time;
    timeline->used[outcome.frame] = (uint32_t)time;
    if (reference.page >= timeline->seen)
        timeline->seen = reference.page + 1;
    timeline->outcome = outcome;
    timeline->now = time;
}

/* As many checkpoints as the memory for them allows, at least the first one. */
static void choose_interval(struct timeline *timeline)
{
    const struct memory *memory = timeline->memory;
    size_t frames = memory->setup.pages;
    frames = memory->frames < frames ? memory->frames : frames;
    size_t bytes = memory->policy_bytes + frames * 17 + sizeof(struct checkpoint);
    size_t affordable = CHECKPOINT_MEMORY / bytes;
    size_t count = timeline->trace->count;
    timeline->interval = affordable ? count / affordable + 1 : count;
    if (timeline->interval < SHORTEST_INTERVAL)
        timeline->interval = SHORTEST_INTERVAL;
    timeline->checkpoint_count = (count - 1) / timeline->interval + 1;
    timeline->checkpoints =
        xcalloc(timeline->checkpoint_count, sizeof *timeline->checkpoints);
}

static void record(struct timeline *timeline)
{
    size_t last = (timeline->checkpoint_count - 1) * timeline->interval;
    for (size_t time = 0; time <= last; time++) {
        if (time % timeline->interval == 0)
            save(timeline, &timeline->checkpoints[time / timeline->interval]);
        step(timeline, time);
    }
}

struct timeline *timeline_new(const struct trace *trace, const struct choice *choice,
                              uint32_t frames, struct error *error)
{
    struct timeline *timeline = xcalloc(1, sizeof *timeline);
    timeline->trace = trace;
    timeline->choice = *choice;
    timeline->now = SIZE_MAX;
    timeline->memory = faults_memory(trace, choice, frames, error);
    if (!timeline->memory) {
        free(timeline);
        return NULL;
    }
    timeline->loaded = xcalloc(frames, sizeof *timeline->loaded);
    timeline->used = xcalloc(frames, sizeof *timeline->used);
    choose_interval(timeline);
    record(timeline);
    return timeline;
}

void timeline_free(struct timeline *timeline)
{
    if (!timeline)
        return;
    for (size_t i = 0; i < timeline->checkpoint_count; i++) {
        struct checkpoint *checkpoint = &timeline->checkpoints[i];
        free(checkpoint->policy);
        free(checkpoint->page_in);
        free(checkpoint->free_frame);
        free(checkpoint->loaded);
        free(checkpoint->used);
        free(checkpoint->dirty);
    }
    free(timeline->checkpoints);
    memory_free(timeline->memory);
    free(timeline->loaded);
    free(timeline->used);
    free(timeline);
}

void timeline_seek(struct timeline *timeline, size_t time)
{
    if (time == timeline->now)
        return;
    size_t nearest = time / timeline->interval;
    size_t from = timeline->now + 1; /* SIZE_MAX, before the first, gives 0 */
    if (from > time || from < nearest * timeline->interval) {
        restore(timeline, &timeline->checkpoints[nearest]);
        from = nearest * timeline->interval;
    }
    for (; from <= time; from++)
        step(timeline, from);
}

struct page_facts timeline_facts(const struct timeline *timeline, uint32_t frame)
{
    return (struct page_facts){
        .number = timeline->trace->pages.numbers[timeline->memory->page_in[frame]],
        .loaded = timeline->loaded[frame],
        .used = timeline->used[frame],
        .next = timeline->trace->next[timeline->used[frame]],
    };
}

struct frame_mark timeline_mark(const struct timeline *timeline, uint32_t frame)
{
    struct frame_mark mark = {.bits = -1};
    if (timeline->choice.type->mark)
        timeline->choice.type->mark(timeline->memory->policy, frame, &mark);
    return mark;
}

struct page_facts timeline_best_victim(const struct timeline *timeline)
{
    struct page_facts best = timeline->left;
    for (uint32_t frame = 0; frame < timeline->memory->used; frame++) {
        if (frame == timeline->outcome.frame ||
            timeline->memory->page_in[frame] == NO_PAGE)
            continue; /* the first was emptied: that page is `left` */
        struct page_facts facts = timeline_facts(timeline, frame);
        if (facts.next > best.next)
            best = facts;
    }
    return best;
}

void timeline_tell(const struct timeline *timeline, char *text, size_t size)
{
    const struct policy_type *type = timeline->choice.type;
    text[0] = '\0';
    if (type->tell)
        type->tell(timeline->memory->policy, timeline->trace->pages.numbers, text, size);
}

void timeline_why(const struct timeline *timeline, char *text, size_t size)
{
    const struct policy_type *type = timeline->choice.type;
    text[0] = '\0';
    if (timeline->outcome.evicted != NO_PAGE && type->why)
        type->why(timeline->memory->policy, timeline->outcome.frame, &timeline->left,
                  text, size);
}
