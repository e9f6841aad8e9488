/* Fibers: stacks between which one kernel thread jumps.
 *
 * A switch saves the registers that a call must preserve and exchanges the stack
 * pointer: about a dozen instructions, no system call.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_FIBER_H
#define RING3_THREADS_EXPLORE_RUNTIME_FIBER_H

#include <stddef.h>
#include <stdint.h>

struct fiber {
    void *stack_pointer; /* while it does not run */
    char *low, *high;    /* of its stack, without the guard page under it */
};

/* Maps the stack at `address`, which must be free, above a page that faults.
 * Returns 0, or -1 when there is no memory. */
int fiber_map(struct fiber *fiber, void *address, size_t size);

/* Makes the next switch to it call `entry`, which must never return. */
void fiber_start(struct fiber *fiber, void (*entry)(void));

/* The thread pointer, which leads to thread-local storage. On some processors that
 * lies above it (is_low), on others below. */
void *thread_pointer(void);
int thread_pointer_is_low(void);
void thread_pointer_set(void *pointer);
/* A copied block gets to know its own place. */
void thread_pointer_adopt(void *pointer);

void fiber_switch(struct fiber *from, struct fiber *to);

#endif
