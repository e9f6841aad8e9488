/* The proof, and how far it gets: see the header. */
#include "threads/explore/runtime/prove.h"

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/runs.h"
#include "threads/explore/runtime/state_hash.h"
#include "threads/explore/runtime/states.h"
#include "threads/explore/runtime/steps.h"
#include "threads/explore/runtime/store_buffer.h"
#include "threads/explore/runtime/stutter.h"
#include "threads/explore/runtime/weak_order.h"

enum { BOUND_LAST = 8 };

/* Of the seconds. The reduction ends by its steps, far sooner: this is for a machine that
 * is too slow for them. */
#define SHARE_OF_REDUCTION 0.6
#define SHARE_OF_STATES    0.85

enum proof prove_by(enum depth_mode mode, int bound, bool prefix)
{
    bool endless = false;
    depth_begin(mode, bound, prefix);
    do {
        runs_do(&depth_search);
        if (runs_went_wrong())
            return PROOF_FAILS;
        endless |= ending.end == RUN_ENDLESS;
        if (runs_time_is_over() || runs_work_is_over() || states_full())
            return PROOF_UNKNOWN;
    } while (depth_next());
    return endless ? PROOF_ENDLESS : PROOF_SAFE;
}

/* Once more if states must be told apart by more than when it began. */
static enum proof prove_states(void)
{
    enum proof proof;
    unsigned before;
    weak_assume_contended();
    do {
        before = state_dependences();
        states_begin();
        proof = prove_by(DEPTH_STATES, -1, false);
    } while (proof == PROOF_SAFE && state_dependences() != before);
    states_begin();
    return proof;
}

/* Of a program that is compiled as it is written, and whose stores are seen at once. */
static bool states_are_known(void)
{
    return !stutter_off && !store_buffers_on;
}

static enum proof prove_bounds(int last, int *complete)
{
    for (int bound = 0; bound <= last; bound++) {
        enum proof proof = prove_by(DEPTH_ALL, bound, false);
        if (proof != PROOF_SAFE)
            return proof;
        *complete = bound;
        if (!depth_cut())
            return PROOF_SAFE;
    }
    return PROOF_UNKNOWN;
}

static bool decides(enum proof proof)
{
    return proof == PROOF_FAILS || proof == PROOF_SAFE;
}

static enum proof prove_reduced(const struct request *request)
{
    runs_allow(request->seconds * SHARE_OF_REDUCTION);
    runs_allow_work((uint64_t)(request->given * REDUCTION_STEPS));
    enum proof proof = prove_by(DEPTH_REDUCED, -1, false);
    runs_allow_work(UINT64_MAX);
    return proof;
}

static enum proof prove_unbounded(const struct request *request)
{
    enum proof proof = request->by_states ? PROOF_UNKNOWN : prove_reduced(request);
    if (decides(proof) || !states_are_known())
        return proof;
    runs_allow(request->seconds * SHARE_OF_STATES);
    return prove_states();
}

enum proof prove(const struct request *request, int *complete)
{
    int bound = request->bound;
    *complete = -1;
    if (bound < 0) {
        enum proof proof = prove_unbounded(request);
        if (decides(proof))
            return proof;
    }
    runs_allow(request->seconds);
    return prove_bounds(bound < 0 ? BOUND_LAST : bound, complete);
}
