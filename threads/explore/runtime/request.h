/* What the tool asks of the explored process. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_REQUEST_H
#define RING3_THREADS_EXPLORE_RUNTIME_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

struct request {
    const char *task; /* hunt, prove, replay, state, reach, outcomes */
    double seconds;   /* the time for this task */
    double given;     /* of the whole search, as it was asked for: steps come from it */
    int bound;        /* -1: none */
    uint64_t seed;
    int spurious;   /* wakeups in each run */
    int steps;      /* most of them in one run */
    bool reduced;   /* outcomes: one interleaving of each class */
    bool by_states; /* prove: begin with the search by states */
    bool ignore_races, tso, expect_concurrency, optimised;
    const char *schedule;
};

struct request request_default(void);

/* "seconds=10": unknown words are ignored. The word must stay. */
void request_word(struct request *request, const char *word);

#endif
