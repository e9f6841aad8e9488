/* Every interleaving of the operations of a few threads, one after another.
 *
 * An operation is: lock, trylock or unlock a mutex; read or write a watched
 * variable. One thread runs at a time. Before each operation the scheduler
 * decides who goes on, and it tries every decision, depth first. What lies
 * between two operations is not interrupted: nobody else can see it.
 */
#ifndef RING3_INTERLEAVE_H
#define RING3_INTERLEAVE_H

#include <stdbool.h>
#include <stddef.h>

#include "trace.h"

enum {
    THREADS_MAX = 4,
    OPERATIONS_MAX = 160,
    RUNS_MAX = 300000,
    RACE_RUNS_MAX = 2000, /* after a race: to find a run that it spoils */
};

/* How one run ended. */
enum ending {
    ENDED_WELL,
    ENDED_IN_DEADLOCK,
    ENDED_IN_LIVELOCK,   /* OPERATIONS_MAX were not enough */
    ENDED_BY_MISUSE,     /* unlocked what it does not hold, and the like */
    ENDED_WRONG,         /* the scenario's own condition does not hold */
    ENDED_IN_CRASH,      /* a signal, or no operation for seconds */
    ENDED_IN_RACE,       /* well, but a variable was used without its lock */
    ENDED_UNFOLLOWED,    /* waits for a variable that is not watched */
};

/* Of the first use of a variable without the mutex that guards it. */
enum race {
    NO_RACE,
    RACE_WITHOUT_LOCKS,  /* the thread had taken no mutex at all */
    RACE_BEFORE_LOCK,    /* it took this mutex later, or never */
    RACE_AFTER_UNLOCK,   /* it had given this mutex back */
};

struct scenario {
    const char *name;
    int threads;
    const char *calls[THREADS_MAX]; /* "transfer(A, B)", for reports */
    void (*prepare)(void);
    void (*body)(int thread);
    /* After all threads ended: NULL, or what is wrong. */
    const char *(*judge)(void);
    /* Stop at the first run in which a thread ended while another one held
     * a mutex; not to meet such a run is the failure. */
    bool wants_overlap;
};

struct outcome {
    enum ending ending;
    unsigned long runs;   /* interleavings tried */
    bool complete;        /* none is left */
    bool overlapped;      /* some run had two threads within the locks */
    bool stepped_back;    /* some trylock failed: see the top of interleave.c */
    enum race race;
    const char *report;   /* lines: who holds, who waits, how it came */
    const char *reason;   /* one line */
};

/* Runs the scenario in every interleaving, or up to the first that fails. */
struct outcome interleave(const struct scenario *scenario);

/* A variable whose reads and writes are operations; a mutex with a name. */
void watch_variable(const void *address, size_t size, const char *name);
void name_mutex(const pthread_mutex_t *mutex, const char *name);

/* A watched variable may only be used by a thread that holds this mutex. */
void guard_variable(const void *address, const pthread_mutex_t *mutex);

/* From within a thread: this run is wrong, for this reason. */
void run_is_wrong(const char *reason);

#endif
