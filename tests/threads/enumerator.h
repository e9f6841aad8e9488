/* Small programs, and an enumerator of their interleavings that knows nothing clever but
 * not to go on twice from the same state. Used by naive.c alone. */
#ifndef RING3_TESTS_THREADS_ENUMERATOR_H
#define RING3_TESTS_THREADS_ENUMERATOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "labs/kit/error.h"

enum { THREADS = 3, STEPS = 12, CELLS = 2, VALUES = 16 };

enum what {
    LOAD,
    STORE,
    LOCK,
    UNLOCK,
    POST,
    WAIT,
    TRY_WAIT, /* of a semaphore: the register is 0 or 1 */
    ATOMIC_LOAD,
    ATOMIC_STORE,
    ATOMIC_ADD,
    COMPARE,  /* and exchange: 0 for what is added */
    TRY_LOCK, /* and if it is held, go on behind the unlock */
    SLEEP,    /* in the condition variable, with its mutex held */
    SLEEP_TIMED,
    SIGNAL,
    BROADCAST,
    NOTHING, /* a thread begins; it ends */
};

struct op {
    enum what what;
    int which; /* variable, mutex or semaphore */
    int add;   /* STORE, ATOMIC_STORE: the register and this; ATOMIC_ADD, COMPARE */
};

struct small {
    struct op ops[THREADS][STEPS];
    int length[THREADS];
    int threads;
    int tokens;    /* of each semaphore at the beginning */
    bool spurious; /* a waiter may wake for no reason, once in a run */
};

/* ---- the enumerator ---- */

/* Where a thread is with a wait in a condition variable. */
enum sleep { AWAKE, ASLEEP, WOKEN /* and wants the mutex again */, LATE };

struct state {
    int at[THREADS], reg[THREADS];
    int x[CELLS], owner[CELLS], tokens[CELLS], y[CELLS];
    enum sleep sleep[THREADS];
    int condition[THREADS];
    int spurious; /* wakeups left */
};

static struct found {
    bool value[VALUES][VALUES]; /* [x[0]][x[1]] at an end */
    bool stuck, race;
} found;

static const struct op *next_op(const struct small *small, const struct state *state,
                                int thread)
{
    return state->at[thread] < small->length[thread]
               ? &small->ops[thread][state->at[thread]]
               : NULL;
}

static bool can_go(const struct op *op, const struct state *state, int thread)
{
    bool waits_for_mutex =
        op && (op->what == LOCK ||
               ((op->what == SLEEP || op->what == SLEEP_TIMED) && state->sleep[thread]));
    return op && state->sleep[thread] != ASLEEP &&
           !(waits_for_mutex && state->owner[op->which] >= 0) &&
           !(op->what == WAIT && state->tokens[op->which] == 0);
}

static void do_memory(const struct op *op, struct state *state, int thread)
{
    int *reg = &state->reg[thread], *x = &state->x[op->which], *y = &state->y[op->which];

    if (op->what == LOAD)
        *reg = *x;
    else if (op->what == ATOMIC_LOAD)
        *reg = *y;
    else if (op->what == STORE)
        *x = *reg = (*reg + op->add) % VALUES;
    else if (op->what == ATOMIC_STORE)
        *y = *reg = (*reg + op->add) % VALUES;
    else if (op->what == ATOMIC_ADD)
        *y += op->add;
    else if (op->what == COMPARE)
        *y = *y == 0 ? op->add : *y;
}

/* The first half of a wait gives the mutex back, the second has it again. */
static void do_sleep(const struct op *op, struct state *state, int thread)
{
    if (state->sleep[thread] == AWAKE) {
        state->sleep[thread] = ASLEEP;
        state->condition[thread] = op->which;
        state->owner[op->which] = -1;
        return;
    }
    if (op->what == SLEEP_TIMED)
        state->reg[thread] = state->sleep[thread] == LATE;
    state->sleep[thread] = AWAKE;
    state->condition[thread] = 0;
    state->owner[op->which] = thread;
    state->at[thread]++;
}

static bool sleeps_in(const struct state *state, int thread, int condition)
{
    return state->sleep[thread] == ASLEEP && state->condition[thread] == condition;
}

static void wake_all(struct state *state, int condition)
{
    for (int i = 0; i < THREADS; i++)
        if (sleeps_in(state, i, condition))
            state->sleep[i] = WOKEN;
}

static void do_op(const struct op *op, struct state *state, int thread)
{
    if (op->what == SLEEP || op->what == SLEEP_TIMED) {
        do_sleep(op, state, thread);
        return;
    }
    if (op->what == TRY_WAIT) {
        state->reg[thread] = state->tokens[op->which] > 0;
        state->tokens[op->which] -= state->reg[thread];
    } else if (op->what == TRY_LOCK && state->owner[op->which] >= 0) {
        state->at[thread] += op->add; /* over all that the lock guards */
    } else if (op->what == LOCK || op->what == TRY_LOCK) {
        state->owner[op->which] = thread;
    } else if (op->what == UNLOCK) {
        state->owner[op->which] = -1;
    } else if (op->what == POST) {
        state->tokens[op->which]++;
    } else if (op->what == WAIT) {
        state->tokens[op->which]--;
    } else if (op->what == BROADCAST) {
        wake_all(state, op->which);
    } else {
        do_memory(op, state, thread);
    }
    state->at[thread]++;
}

/* Two that could be next to each other, on the same variable, and one of them writes. */
static bool races(const struct op *a, const struct op *b)
{
    return a && b && a->what <= STORE && b->what <= STORE && a->which == b->which &&
           (a->what == STORE || b->what == STORE);
}

/* All of the state, byte by byte: no state is enumerated twice. */
static bool seen_before(const struct state *state)
{
    enum { ROOM = 1 << 17 };
    static struct state seen[ROOM];
    static int of_program[ROOM], number, used;
    uint64_t hash = 14695981039346656037U;

    if (!state) {
        number++;
        used = 0;
        return false;
    }
    for (size_t i = 0; i < sizeof *state; i++)
        hash = (hash ^ ((const unsigned char *)state)[i]) * 1099511628211U;
    for (uint64_t at = hash % ROOM;; at = (at + 1) % ROOM) {
        if (of_program[at] == number && !memcmp(&seen[at], state, sizeof *state))
            return true;
        if (of_program[at] == number)
            continue;
        if (++used > ROOM / 2)
            die(STATUS_HOST, "a random program has too many states");
        of_program[at] = number;
        seen[at] = *state;
        return false;
    }
}

static void enumerate(const struct small *small, const struct state *state);

static void enumerate_wake(const struct small *small, const struct state *state,
                           int sleeper, enum sleep how, int reasons)
{
    struct state after = *state;

    after.sleep[sleeper] = how;
    after.spurious -= reasons == 0;
    enumerate(small, &after);
}

/* A signal wakes any one of those who sleep. */
static void enumerate_signal(const struct small *small, const struct state *state,
                             int thread)
{
    int condition = next_op(small, state, thread)->which;
    struct state after = *state;
    bool any = false;

    after.at[thread]++;
    for (int i = 0; i < small->threads; i++)
        if (sleeps_in(state, i, condition)) {
            any = true;
            enumerate_wake(small, &after, i, WOKEN, 1);
        }
    if (!any)
        enumerate(small, &after);
}

static void enumerate_thread(const struct small *small, const struct state *state,
                             int thread)
{
    const struct op *op = next_op(small, state, thread);
    struct state after = *state;

    if (op->what == SIGNAL) {
        enumerate_signal(small, state, thread);
        return;
    }
    do_op(op, &after, thread);
    enumerate(small, &after);
}

/* Late, or for no reason. */
static void enumerate_sleeper(const struct small *small, const struct state *state,
                              int thread)
{
    if (next_op(small, state, thread)->what == SLEEP_TIMED)
        enumerate_wake(small, state, thread, LATE, 1);
    if (state->spurious > 0)
        enumerate_wake(small, state, thread, WOKEN, 0);
}

/* A wakeup for no reason is nothing to count on. */
static bool goes_on(const struct small *small, const struct state *state, int thread)
{
    const struct op *op = next_op(small, state, thread);

    return can_go(op, state, thread) ||
           (op && op->what == SLEEP_TIMED && state->sleep[thread] == ASLEEP);
}

static void enumerate(const struct small *small, const struct state *state)
{
    bool any = false, all_done = true;

    if (seen_before(state))
        return;
    for (int i = 0; i < small->threads; i++) {
        const struct op *op = next_op(small, state, i);
        all_done = all_done && !op;
        any = any || goes_on(small, state, i);
        for (int k = 0; k < i; k++)
            found.race = found.race || races(op, next_op(small, state, k));
    }
    if (all_done)
        found.value[state->x[0]][(state->x[1] + state->y[0] + 3 * state->y[1]) % VALUES] =
            true;
    else if (!any)
        found.stuck = true;
    for (int i = 0; any && i < small->threads; i++) {
        if (state->sleep[i] == ASLEEP)
            enumerate_sleeper(small, state, i);
        else if (can_go(next_op(small, state, i), state, i))
            enumerate_thread(small, state, i);
    }
}

static void enumerate_all(const struct small *small)
{
    struct state state = {0};

    for (int i = 0; i < CELLS; i++) {
        state.owner[i] = -1;
        state.tokens[i] = small->tokens;
    }
    state.spurious = small->spurious;
    found = (struct found){0};
    seen_before(NULL);
    enumerate(small, &state);
}

#endif
