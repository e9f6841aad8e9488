/* The proof: every interleaving, up to equivalence. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_PROVE_H
#define RING3_THREADS_EXPLORE_RUNTIME_PROVE_H

#include "threads/explore/runtime/request.h"
#include "threads/explore/runtime/search.h"

enum proof { PROOF_FAILS, PROOF_SAFE, PROOF_ENDLESS, PROOF_UNKNOWN };

/* All schedules by reduction; when its steps do not suffice (REDUCTION_STEPS), all
 * states; when there are too many, or a bound was asked for, all schedules with at most
 * 0, 1, 2 … preemptions. *complete is then the last bound that was finished, or -1. After
 * PROOF_FAILS the failing one is the last run. */
enum proof prove(const struct request *request, int *complete);

/* One depth-first search, to its end or to that of the work or time allowed. */
enum proof prove_by(enum depth_mode mode, int bound, bool prefix);

#endif
