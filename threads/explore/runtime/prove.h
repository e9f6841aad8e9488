/* The proof: every interleaving, up to equivalence. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_PROVE_H
#define RING3_THREADS_EXPLORE_RUNTIME_PROVE_H

enum proof { PROOF_FAILS, PROOF_SAFE, PROOF_ENDLESS, PROOF_UNKNOWN };

/* All schedules by reduction; when 0.7 of `seconds` do not suffice, or `bound` is not
 * negative, all with at most 0, 1, 2 … preemptions. *complete is then the last bound that
 * was finished, or -1. After PROOF_FAILS the failing one is the last run. */
enum proof prove(double seconds, int bound, int *complete);

/* One depth-first search, to its end or to that of the time. */
enum proof prove_by(int reduce, int bound, int prefix);

#endif
