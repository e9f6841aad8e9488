/* The search: which interleavings are run, and in which order.
 *
 * One search is at work at a time. It is asked at every choice of a run, and after each
 * run whether there is another one.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_SEARCH_H
#define RING3_THREADS_EXPLORE_RUNTIME_SEARCH_H

#include "threads/explore/runtime/scheduler.h"

struct search {
    void (*begin_run)(void);
    /* Fills a choice without looking at the situation; false: it must look. */
    bool (*known)(struct choice *choice);
    struct choice (*choose)(const struct situation *situation);
};

extern const struct search *search; /* the one at work */

/* The default, of the threads of the set: the same thread goes on; or the next number,
 * beginning again at 0. */
int default_thread(const struct thread_set *set, const struct situation *situation);
struct choice default_choice(const struct situation *situation);

/* Random walks; and PCT: S. Burckhardt et al., A Randomized Scheduler with
 * Probabilistic Guarantees of Finding Bugs, ASPLOS 2010. */
extern const struct search random_search, pct_search;
void random_seed(uint64_t seed);
void pct_plan(int depth, int length); /* priority changes, expected steps */

/* A given schedule, then the default, or a stop at its end. */
extern const struct search replay_search;
/* Returns NULL, or what is wrong with the string. */
const char *replay_parse(const char *schedule, bool stop_at_end);
/* All of its steps were done in this run; the next choice, before that. */
bool replay_done(void);
struct choice replay_choose(const struct situation *situation);
/* Where the schedule asked for something that could not be done; NULL: nowhere. */
const char *replay_mismatch(void);

/* Depth first. */
enum depth_mode {
    DEPTH_ALL, /* every interleaving with at most `bound` preemptions (-1: no bound) */
    /* One of each class of equivalent ones: dynamic partial-order reduction (C. Flanagan,
     * P. Godefroid, POPL 2005) with sleep sets (P. Godefroid, 1996). */
    DEPTH_REDUCED,
    DEPTH_STATES, /* every state once (states.h), with sleep sets */
};
extern const struct search depth_search;
/* With `prefix`, only what begins with the schedule that replay_parse() took. */
void depth_begin(enum depth_mode mode, int bound, bool prefix);
bool depth_next(void); /* false: all were run */
bool depth_cut(void);  /* the bound left something out */

#endif
