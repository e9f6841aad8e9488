/* Dynamic partial-order reduction.
 *
 * Two interleavings are equivalent when one becomes the other by swapping neighbours
 * that do not conflict (operation.h). For each operation that a thread is about to do,
 * the last event is sought that conflicts with it, could have been done at the same
 * moment, and did not happen before it: at that event's node the other order must be
 * tried too (Flanagan and Godefroid, figure 3). Sleep sets leave out what such a
 * try would repeat.
 *
 * A vector clock holds, per thread, the number (from 1) of its last event that
 * happened before.
 */
#include "threads/explore/runtime/trail.h"

#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/vector_clock.h"

OURS static struct vector_clock *clocks; /* one per event of the trail */

static bool happened_before(int event, int past)
{
    return past >= 0 &&
           clock_knows(&clocks[past], trail[event].thread, (uint32_t)event + 1);
}

void reduction_event(int depth)
{
    if (!clocks)
        clocks = ours_allocate(((size_t)steps_max + 1) * sizeof *clocks);
    const struct node *node = &trail[depth];
    struct vector_clock *clock = &clocks[depth];
    if (node->before >= 0)
        clock_copy(clock, &clocks[node->before], THREADS_MAX);
    else
        clock_clear(clock, THREADS_MAX);
    for (int i = depth - 1; i >= 0; i--)
        if (!clock_knows(clock, trail[i].thread, (uint32_t)i + 1) &&
            operations_conflict(&trail[i].event, &node->event))
            clock_join(clock, &clocks[i], THREADS_MAX);
    clock->at[node->thread] = (uint32_t)depth + 1;
}

/* Threads that were enabled at `event`, and did something after it that the next
 * operation of `thread` needs. */
static struct thread_set needed_by(const struct thread *thread, int event, int depth)
{
    struct thread_set needed = {0};
    for (int j = event + 1; j < depth; j++)
        if (set_has(&trail[event].enabled, trail[j].thread) &&
            happened_before(j, thread->past))
            set_add(&needed, trail[j].thread);
    return needed;
}

/* Asks for a schedule in which `thread` comes before the event. */
static void reverse(const struct thread *thread, int event, int depth)
{
    struct node *node = &trail[event];
    if (set_has(&node->enabled, thread->number)) {
        set_add(&node->backtrack, thread->number);
        return;
    }
    struct thread_set needed = needed_by(thread, event, depth);
    if (set_empty(&needed))
        node->backtrack = node->enabled;
    else
        set_add(&node->backtrack, set_next(&needed, 0));
}

static bool races(const struct thread *thread, int event)
{
    struct operation next = thread->next;
    operation_settle(&next);
    return trail[event].thread != thread->number &&
           operations_race(&trail[event].event, &next) &&
           !happened_before(event, thread->past);
}

/* The operation is new: all events are looked at. */
static void look_back(const struct thread *thread, int depth)
{
    for (int i = depth - 1; i >= 0; i--)
        if (races(thread, i)) {
            reverse(thread, i, depth);
            return;
        }
}

/* It waits in a queue, and could not leave it by itself before the event either. */
static bool only_others_can_wake(const struct thread *thread, int event)
{
    return (thread->next.kind == OP_WAITING || thread->next.kind == OP_ARRIVED) &&
           !variants_of(thread) && !set_has(&trail[event].enabled, thread->number);
}

void reduction_state(int depth)
{
    int last = depth - 1;
    if (last < 0)
        return;
    for (int i = 0; i < thread_limit(); i++) {
        const struct thread *thread = &threads[i];
        if (thread->ended)
            continue;
        if (thread->past == last)
            look_back(thread, depth);
        else if (!only_others_can_wake(thread, last) && races(thread, last))
            reverse(thread, last, depth);
    }
}

void reduction_failure(int depth)
{
    if (depth == 0)
        return;
    struct operation *event = &trail[depth - 1].event;
    struct operation kept = *event;
    struct thread failed = *self; /* as it would be, were this all it does */
    failed.next = (struct operation){.kind = OP_END};
    failed.past = trail[depth - 1].before;
    look_back(&failed, depth - 1);
    event->kind = OP_END;
    reduction_state(depth);
    *event = kept;
}

struct thread_set reduction_sleep(int depth, bool races)
{
    struct thread_set sleep = {0};
    if (depth == 0)
        return sleep;
    const struct node *last = &trail[depth - 1];
    struct thread_set before = set_union(last->sleep, last->done);
    set_each(thread, &before)
    {
        struct operation next = threads[thread].next;
        operation_settle(&next);
        if (thread != last->thread && threads[thread].past != depth - 1 &&
            !operations_conflict(&next, &last->event) &&
            (!races || !race_is_near(&threads[last->thread], &next.touch[0])))
            set_add(&sleep, thread);
    }
    return sleep;
}
