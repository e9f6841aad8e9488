/* The memory of the program, put back to what it was before main.
 *
 * All writable data of the executable and of its libraries is read-only until it is
 * first written; the page is then saved and from there on copied back before each run.
 * So a run costs what it dirties, and what libc remembers (rand, strtok, getopt)
 * is forgotten with the rest.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_SNAPSHOT_H
#define RING3_THREADS_EXPLORE_RUNTIME_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

void snapshot_take(void);
void snapshot_restore(void);

/* Adds all data that was written since main began to a hash. */
uint64_t snapshot_hash(uint64_t hash);

/* A fault at this address is the first write to a page that is watched: it may go on. */
bool snapshot_fault(uintptr_t address);

#endif
