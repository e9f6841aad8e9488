/* The trail: the path of the depth-first search through the tree of choices.
 *
 * A node is a state in which something was chosen; its event is what the chosen
 * thread then did. The run of the next schedule repeats the events of the trail
 * up to a node, chooses differently there, and goes on into what is new.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_TRAIL_H
#define RING3_THREADS_EXPLORE_RUNTIME_TRAIL_H

#include "threads/explore/runtime/scheduler.h"

struct node {
    uint8_t thread, variant; /* the choice whose subtree is explored now */
    bool undetermined;       /* its variants are not known before a run gets here */
    bool goes_on;            /* leaving `current` would be a preemption */
    int16_t current;
    int preemptions; /* before this choice */
    int before;      /* the event that `thread` depended on until then */
    int step;        /* so many steps came before, and the state was this one */
    uint64_t state;
    uint64_t ways; /* variants of `thread` that are still to be explored */
    struct thread_set enabled;
    struct thread_set backtrack; /* whose subtrees must be explored */
    struct thread_set done;      /* whose subtrees were */
    struct thread_set sleep;     /* whose subtrees were, in an equivalent state */
    struct operation event;      /* what `thread` does */
};

extern struct node *trail;

/* The reduction: fills the sets of nodes so that only one interleaving of each class
 * of equivalent ones need be run. */

/* The choice at `depth` was made: its event gets a vector clock. */
void reduction_event(int depth);
/* A new state was reached after `depth` events: finds with which earlier events the
 * next operations race, and asks there for the other order. */
void reduction_state(int depth);
/* The same when the last event ended the run by a failure: nothing commutes with that. */
void reduction_failure(int depth);
/* Whose subtrees are equivalent to ones that were explored: at a new node. With `races`,
 * that is not so for one whose next operation may race with what was just done. */
struct thread_set reduction_sleep(int depth, bool races);

#endif
