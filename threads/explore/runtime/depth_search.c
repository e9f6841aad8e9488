/* Depth-first search through all choices. */
#include "threads/explore/runtime/search.h"

#include <string.h>

#include "threads/explore/runtime/cycle.h"
#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/state_hash.h"
#include "threads/explore/runtime/states.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/trail.h"

struct node *trail OURS;
OURS static int length;   /* nodes of the trail whose choice is fixed */
OURS static int position; /* choices of the present run so far */
OURS static bool reduce, states, cut;
OURS static bool prefix;    /* a given schedule comes first */
OURS static bool in_prefix; /* it is being repeated */
OURS static int bound;

void depth_begin(enum depth_mode mode, int preemption_bound, bool with_prefix)
{
    if (!trail)
        trail = ours_allocate(((size_t)steps_max + 1) * sizeof *trail);
    length = 0;
    reduce = mode == DEPTH_REDUCED;
    states = mode == DEPTH_STATES;
    bound = preemption_bound;
    prefix = with_prefix;
    cut = false;
}

bool depth_cut(void)
{
    return cut;
}

static void begin_run(void)
{
    position = 0;
    in_prefix = prefix;
    if (prefix)
        replay_search.begin_run();
}

/* What was done in the prefix cannot be done in another order. */
static void leave_prefix(void)
{
    in_prefix = false;
    for (int i = 0; i < thread_limit(); i++)
        threads[i].past = -1;
}

static void take(int depth)
{
    struct node *node = &trail[depth];
    struct thread *thread = &threads[node->thread];
    node->before = thread->past;
    thread->past = depth;
    position = depth + 1;
}

static bool known(struct choice *choice)
{
    const struct node *node = &trail[position];
    if (in_prefix || position >= length || node->undetermined)
        return false;
    *choice = (struct choice){node->thread, node->variant};
    take(position);
    return true;
}

static bool may_preempt(const struct node *node)
{
    return bound < 0 || !node->goes_on || node->preemptions < bound;
}

static int preemptions_before(int depth)
{
    if (depth == 0)
        return 0;
    const struct node *last = &trail[depth - 1];
    return last->preemptions + (last->goes_on && last->thread != last->current);
}

static void choose_first(struct node *node, struct thread_set candidates,
                         const struct situation *now)
{
    node->thread = (uint8_t)default_thread(&candidates, now);
    if (reduce)
        set_add(&node->backtrack, node->thread);
    else
        node->backtrack = candidates;
}

/* The node of this run in which the state was the same, or -1. */
static int node_of_state(uint64_t state, int depth)
{
    while (--depth >= 0 && trail[depth].state != state)
        ;
    return depth;
}

/* It was here before, and there is nothing left to do. */
static _Noreturn void leave_state(int depth)
{
    int before = node_of_state(trail[depth].state, depth);
    if (before < 0)
        run_end(RUN_PRUNED);
    cycle_close(trail[before].step);
    /* Who has read too much to be held back may spin: that would not be seen. */
    for (int i = 0; i < thread_count; i++)
        if (!threads[i].ended && threads[i].stutter.overflow)
            run_end(RUN_ENDLESS);
    run_end(RUN_PRUNED);
}

/* Who must be explored from here. */
static struct thread_set visit(int depth)
{
    struct node *node = &trail[depth];
    struct thread_set todo;
    node->state = state_hash_whole();
    node->step = trace_length;
    node->sleep = reduction_sleep(depth, !race_off);
    bool is_new = states_visit(node->state, &node->enabled, &node->sleep, &todo);
    if (states_full() || (is_new && set_empty(&todo)))
        run_end(RUN_PRUNED);
    if (set_empty(&todo))
        leave_state(depth);
    return todo;
}

static void new_node(int depth, const struct situation *now)
{
    struct node *node = &trail[depth];
    memset(node, 0, offsetof(struct node, event));
    node->enabled = now->enabled;
    node->current = (int16_t)now->current;
    node->goes_on = now->goes_on;
    node->preemptions = preemptions_before(depth);
    struct thread_set candidates = now->enabled;
    if (reduce) {
        node->sleep = reduction_sleep(depth, false);
        candidates = set_minus(candidates, node->sleep);
        if (set_empty(&candidates))
            run_end(RUN_PRUNED);
    } else if (states) {
        candidates = visit(depth);
    } else if (!may_preempt(node)) {
        candidates = (struct thread_set){0};
        set_add(&candidates, now->current);
        cut |= set_count(&now->enabled) > 1;
    }
    choose_first(node, candidates, now);
    length = depth + 1;
}

static struct choice choose(const struct situation *now)
{
    if (in_prefix && !replay_done())
        return replay_choose(now);
    if (in_prefix)
        leave_prefix();
    int depth = position;
    struct node *node = &trail[depth];
    struct choice repeated;
    if (known(&repeated))
        return repeated;
    if (reduce && depth == length)
        reduction_state(depth);
    if (depth == length)
        new_node(depth, now);
    node->undetermined = false;
    node->ways = now->ways[node->thread];
    node->variant = (uint8_t)__builtin_ctzll(node->ways);
    node->ways &= node->ways - 1;
    node->event = threads[node->thread].next;
    operation_settle(&node->event);
    take(depth);
    if (reduce)
        reduction_event(depth);
    return (struct choice){node->thread, node->variant};
}

static bool next_variant(struct node *node)
{
    if (!node->ways)
        return false;
    node->variant = (uint8_t)__builtin_ctzll(node->ways);
    node->ways &= node->ways - 1;
    return true;
}

static bool next_thread(struct node *node)
{
    set_add(&node->done, node->thread);
    struct thread_set left =
        set_minus(set_minus(node->backtrack, node->done), node->sleep);
    if (set_empty(&left))
        return false;
    node->thread = (uint8_t)set_next(&left, 0);
    node->undetermined = true;
    return true;
}

/* A run that was cut because it goes round in a circle might have left a thread out for
 * ever: its last node is explored in full. */
static void end_run(void)
{
    if (reduce && position == length && ending.end == RUN_FAILED)
        reduction_failure(position);
    else if (reduce && position == length)
        reduction_state(position);
    if (reduce && ending.end == RUN_CYCLE && length > 0)
        trail[length - 1].backtrack = trail[length - 1].enabled;
}

bool depth_next(void)
{
    end_run();
    while (length > 0) {
        struct node *node = &trail[length - 1];
        if (next_variant(node) || next_thread(node))
            return true;
        length--;
    }
    return false;
}

const struct search depth_search = {begin_run, known, choose};
