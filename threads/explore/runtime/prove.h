/* The proof: every interleaving, up to equivalence. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_PROVE_H
#define RING3_THREADS_EXPLORE_RUNTIME_PROVE_H

#include "threads/explore/runtime/search.h"

enum proof { PROOF_FAILS, PROOF_SAFE, PROOF_ENDLESS, PROOF_UNKNOWN };

/* All schedules by reduction; when a quarter of `seconds` does not suffice, all states;
 * when that does not either, or `bound` is not negative, all schedules with at most 0, 1,
 * 2 … preemptions. *complete is then the last bound that was finished, or -1. After
 * PROOF_FAILS the failing one is the last run. `by_states` leaves out the reduction. */
enum proof prove(double seconds, int bound, bool by_states, int *complete);

/* One depth-first search, to its end or to that of the time. */
enum proof prove_by(enum depth_mode mode, int bound, bool prefix);

#endif
