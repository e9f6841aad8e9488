/* The states that were visited, for a depth-first search that does not explore a state
 * twice.
 *
 * Why that loses nothing, as long as two states with one hash are one state:
 *
 * - What can come after a state depends on the state alone (state_hash.h), so failures
 * and ends that lie behind it were found, or will be, where it was met first.
 * - Sleep sets: each state keeps the set with which it was explored. Who comes again with
 *   a set that does not hold all of it explores what is missing, and the state keeps what
 *   both sets have (P. Godefroid, Partial-Order Methods for the Verification of
 *   Concurrent Systems, LNCS 1032, 1996, section 5.3). No persistent sets are used: with
 *   states that are matched, and so with circles, they would need a proviso.
 * - Races depend on the past. A race of two accesses that nothing orders shows in some
 *   interleaving as two neighbours (H.-J. Boehm, S. Adve, Foundations of the C++
 *   Concurrency Memory Model, PLDI 2008): when the second is made, the thread of the
 *   first has released nothing since. So the accesses of each thread since its last
 *   release are a part of the state, and older ones need not be. A thread whose next
 *   operation touches what another one has just accessed is taken out of the sleep set.
 *   The theorem holds where all that one thread learns of another goes through an
 *   acquire that reads a release; else the whole of the vector clocks, as far as they
 *   tell one access from another, is a part of the state.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_STATES_H
#define RING3_THREADS_EXPLORE_RUNTIME_STATES_H

#include <stdbool.h>
#include <stdint.h>

#include "threads/explore/runtime/thread_set.h"

void states_begin(void);

/* Visits the present state with its sleep set. In *todo: who must be explored from here
 * now, of the enabled ones. True if the state is new. */
bool states_visit(uint64_t state, const struct thread_set *enabled,
                  const struct thread_set *sleep, struct thread_set *todo);

/* There is no room for more: what was searched since then is not all. */
bool states_full(void);

#endif
