/* A sweep: one transaction, killed before each of its operations, and what a second
 * process finds afterwards.
 *
 * The bank has 200 accounts with 1000 each. One transaction takes 100 from every even
 * account and gives 100 to every odd one. Whatever happens, the sum must be 200 000,
 * and either all of it has happened or nothing. */
#ifndef RING3_SQLITE_DEMO_CRASH_SWEEP_H
#define RING3_SQLITE_DEMO_CRASH_SWEEP_H

#include <stdbool.h>
#include <sys/types.h>

#include "labs/kit/error.h"
#include "sqlite-demo/crash_vfs.h"

enum { POINTS_MAX = 4000 };

/* What was found after a crash. */
enum outcome_letter {
    FOUND_OLD = 'o',
    FOUND_NEW = 'n',
    FOUND_TORN = 'T',      /* a part of it has happened */
    FOUND_MALFORMED = 'M', /* SQLite says that the file is damaged */
};

struct setting {
    const char *journal; /* PRAGMA journal_mode */
    const char *sync;    /* PRAGMA synchronous */
    enum fault_model fault;
    uint32_t every; /* 1: each operation; 4: only every fourth */
};

/* In memory that the worker shares. */
struct sweep {
    uint32_t points; /* that are looked at; 0: not counted yet */
    uint32_t done;
    uint32_t old, new, torn, malformed;
    uint32_t torn_but_ok; /* torn, and integrity_check said ok */
    bool over, failed;
    double seconds;
    char why[ERROR_MAX];    /* it failed */
    int64_t first_torn_sum; /* what the sum was then */
    uint32_t first_torn;    /* the point; 0: none */
    struct change first_change, change;
    char letters[POINTS_MAX + 1];
};

/* Starts a process that makes the sweep in `folder`; it dies with this one. */
pid_t sweep_start(const struct setting *setting, const char *folder, struct sweep *sweep,
                  struct error *error);
/* The same in this process. */
void sweep_run(const struct setting *setting, const char *folder, struct sweep *sweep);

const char *fault_name(enum fault_model fault);
/* "write of 4096 bytes to the journal at 512" */
void change_words(const struct change *change, char *text, size_t size);

#endif
