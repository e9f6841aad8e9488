/* The proof, and how far it gets: see the header. */
#include "threads/explore/runtime/prove.h"

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/runs.h"

enum { BOUND_LAST = 8 };

#define SHARE_OF_REDUCTION 0.7

enum proof prove_by(int reduce, int bound, int prefix)
{
    bool endless = false;
    depth_begin(reduce, bound, prefix);
    do {
        runs_do(&depth_search);
        if (runs_went_wrong())
            return PROOF_FAILS;
        endless |= ending.end == RUN_ENDLESS;
        if (runs_time_is_over())
            return PROOF_UNKNOWN;
    } while (depth_next());
    return endless ? PROOF_ENDLESS : PROOF_SAFE;
}

static enum proof prove_bounds(int last, int *complete)
{
    for (int bound = 0; bound <= last; bound++) {
        enum proof proof = prove_by(false, bound, false);
        if (proof != PROOF_SAFE)
            return proof;
        *complete = bound;
        if (!depth_cut())
            return PROOF_SAFE;
    }
    return PROOF_UNKNOWN;
}

enum proof prove(double seconds, int bound, int *complete)
{
    *complete = -1;
    if (bound < 0) {
        runs_allow(seconds * SHARE_OF_REDUCTION);
        enum proof proof = prove_by(true, -1, false);
        if (proof == PROOF_FAILS || proof == PROOF_SAFE)
            return proof;
    }
    runs_allow(seconds);
    return prove_bounds(bound < 0 ? BOUND_LAST : bound, complete);
}
