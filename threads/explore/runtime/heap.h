/* The program's heap: the same addresses in every run, and no byte in use that
 * malloc did not give.
 *
 * Each thread takes from an arena of its own, from low to high, so what one thread
 * allocates moves no block of another. Between blocks lie red zones; what was freed is
 * never given out again within a run. The arenas are emptied before each run.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_HEAP_H
#define RING3_THREADS_EXPLORE_RUNTIME_HEAP_H

#include <stddef.h>
#include <stdint.h>

/* What was allocated up to now stays, and is put back before each run. */
void heap_keep(void);
void heap_reset(void);

/* Ends the run when one of the bytes is in the heap but in no block. */
void heap_check(uintptr_t address, size_t size, uintptr_t pc);

/* Adds what the heap holds to a hash. */
uint64_t heap_hash(uint64_t hash);

/* The block that begins at the address; its size, or -1. */
int64_t heap_block(uintptr_t address);

#endif
