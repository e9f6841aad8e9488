/* What is the explorer's own in a process that it shares with a learner's program.
 *
 * Between two schedules the memory of the program is put back (snapshot.c). The
 * explorer's state must survive that, and no access of the program may reach it:
 * every static variable of the runtime is marked OURS, which gathers them in one
 * section, and every larger table comes from ours_allocate(). Names are hidden from
 * the program unless marked EXPORTED: those take the place of libc's and of libtsan's.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_OURS_H
#define RING3_THREADS_EXPLORE_RUNTIME_OURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OURS     __attribute__((section("ring3_ours")))
#define EXPORTED __attribute__((visibility("default")))

/* The program's call site, for messages and steps. */
#define CALLER ((uintptr_t)__builtin_return_address(0))

/* Zeroed memory that the snapshot does not touch, at the same address in each
 * process. It is never freed: there is a fixed number of tables. */
void *ours_allocate(size_t size);

/* True if [address, address + size) overlaps what is ours. */
bool ours_holds(uintptr_t address, size_t size);

#endif
