/* The table of demos: what there is, what each announces. */
#ifndef RING3_THREADS_CATALOG_H
#define RING3_THREADS_CATALOG_H

#include <stdbool.h>
#include <stdint.h>

#include "labs/kit/error.h"
#include "threads/runtime.h"

/* What a program is there to show, and what a run of it came to. */
enum outcome {
    OUTCOME_RIGHT,     /* it ended, and every result is as expected */
    OUTCOME_LOST,      /* it ended, and a result is too small: updates were lost */
    OUTCOME_STUCK,     /* threads that can never go on */
    OUTCOME_WRONG,     /* it ended with a wrong result of another kind */
    OUTCOME_CRASHED,   /* a signal or a failing status ended it */
    OUTCOME_UNDECIDED, /* it was ended by a limit of ours */
};

/* One program and how it is run. */
struct variant {
    const struct demo_code *code;
    const char *sentence; /* what it shows, no full stop */
    enum outcome announced;
    uint64_t count, most; /* its argument, and the highest that makes sense */
    const char *unit;     /* of that argument: "additions per thread" */
    const char *forced;   /* what was arranged, for the learner; NULL: a free run */
    int tries;            /* runs at most until it shows what it announces */
    int growth;           /* each try has so many times the count of the last one */
};

struct demo {
    const char *name;
    const char *sentence;
    const char *twin_option; /* "fixed" or "broken": selects `twin` */
    struct variant plain, twin;
    /* What `play` steps through where the run of `demo` is too long; NULL: the same. */
    const struct variant *plain_steps, *twin_steps;
};

extern const struct demo catalog[];
extern const size_t catalog_count;

/* NULL and an error that suggests the nearest name. */
const struct demo *catalog_find(const char *name, struct error *error);

/* The source of a file of a demo by its base name without ".c", or "demo.h"; NULL. */
const char *catalog_source(const char *name, size_t *length);

#endif
