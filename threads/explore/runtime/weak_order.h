/* Could orders weaker than sequential consistency show something new?
 *
 * Every interleaving is tried, but in each of them all threads see all stores in one
 * order. C allows more where atomic operations are not seq_cst. D. Shasha and M.
 * Snir (Efficient and Correct Execution of Parallel Programs that Share Memory, 1988):
 * something new needs a cycle through the threads, in which one of them does two
 * accesses to different objects that nothing keeps in order (a delay pair). Here all
 * pairs of all runs are gathered; when a delay pair lies on a cycle, a "safe" would
 * say too much.
 *
 * An object whose accesses are all ordered by what happens before (filled in before it
 * is published, or behind a lock) is like plain data without a race: it lies on no such
 * cycle.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_WEAK_ORDER_H
#define RING3_THREADS_EXPLORE_RUNTIME_WEAK_ORDER_H

#include <stdbool.h>
#include <stdint.h>

void weak_begin_run(void);

/* The present thread is about to access an object: before it learns anything by that. */
void weak_touch(uintptr_t address, bool stores);

/* An atomic access, a fence, of the present thread. */
void weak_access(uintptr_t address, int order, bool loads, bool stores);
void weak_fence(int order);

/* Adds to a hash what later pairs depend on. */
uint64_t weak_hash(uint64_t hash);

/* Not every run is made: any object may be contended. */
void weak_assume_contended(void);

/* Of all runs together: a delay pair on a cycle. Its two objects. */
bool weak_matters(uintptr_t *first, uintptr_t *second);

#endif
