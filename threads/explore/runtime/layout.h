/* Where things lie in the explored process: the same in each, so that an address in a
 * report has a meaning, and a run is repeated to the bit. Far from where Linux puts
 * programs, libraries and stacks. Tool and runtime share this file.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_LAYOUT_H
#define RING3_THREADS_EXPLORE_RUNTIME_LAYOUT_H

#include <stdint.h>

/* The explorer's own tables. */
#define OURS_BASE ((uintptr_t)0x100000000000)
#define OURS_SIZE ((uintptr_t)1 << 30)

/* One stack per thread, at the upper end of its stride less a page. */
#define STACKS_BASE  ((uintptr_t)0x180000000000)
#define STACK_STRIDE ((uintptr_t)1 << 24)

/* One arena of the heap per thread, and a shadow byte for each eight of theirs. */
#define HEAP_BASE   ((uintptr_t)0x200000000000)
#define ARENA_SIZE  ((uintptr_t)64 << 20)
#define SHADOW_BASE ((uintptr_t)0x300000000000)

/* One block of thread-local storage per thread. */
#define LOCALS_BASE ((uintptr_t)0x1f0000000000)

/* No memory: stands for thread N itself where an object is expected. */
#define THREAD_OBJECT(number) ((uintptr_t)0x400000000000 + (uintptr_t)(number))

#endif
