/* __thread and _Thread_local: a block of thread-local storage per fiber.
 *
 * All fibers run on one kernel thread, whose thread pointer leads to one block. When
 * the program has variables of this kind, each fiber gets a copy of the whole block, and
 * a switch moves the thread pointer. Otherwise only errno is kept apart.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_THREAD_LOCAL_H
#define RING3_THREADS_EXPLORE_RUNTIME_THREAD_LOCAL_H

#include <stddef.h>
#include <stdint.h>

/* Looks whether the program has thread-local variables; before main. */
void thread_local_find(void);

/* A fresh block for thread `number`, as it was before main. */
void thread_local_new(int number);

/* The block of thread `number` (-1: the explorer's own) is the one in use. */
void thread_local_use(int number);

/* Adds the program's own variables of that thread to a hash. */
uint64_t thread_local_hash(uint64_t hash, int number);

#endif
