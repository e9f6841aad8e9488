/* Running what a learner wrote, and the compiler that builds it.
 *
 * The command runs through `isolate run`: it sees this machine's system read-only,
 * one folder of ours as /work, which is its working directory and the only place
 * that it can write beside an empty /tmp; no network, no other process, no file of
 * the learner's home, no solution of an exercise. Time, memory, processes, files and
 * output are limited, and all of it is killed when one of them is over. So nothing that
 * such a program does reaches further than its folder, and what it says proves nothing by
 * itself: the verdict is the caller's.
 *
 * Where the host forbids isolation, sandbox_missing() says why, and only after a
 * yes of the learner's (`bare`) does the command run with resource limits alone.
 */
#ifndef RING3_KIT_SANDBOX_H
#define RING3_KIT_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "labs/kit/error.h"
#include "labs/kit/process.h"

struct sandbox {
    const char *folder;      /* lent as /work. With everything in it, it is given to
                              * the container's root when root runs this */
    const char *const *lend; /* more paths to read, each at its own place; NULL ends */
    const char *input;       /* what stdin gives; NULL is /dev/null */
    double seconds;          /* on the clock, rounded up; 0: 10. Times what
                              * RING3_TIME_PERCENT says, as `labs check` sets it */
    size_t address_space;    /* bytes of each process; 0: 512 MiB; SIZE_MAX: no limit,
                              * for what reserves more than it uses */
    size_t processes;        /* and threads, together; 0: 64 */
    size_t file_size;        /* bytes of each file that is written; 0: 16 MiB */
    size_t output_limit;     /* bytes kept of each stream; at four times this much
                              * the command is ended; 0: a mebibyte */
    bool bare;               /* no isolation, the learner said yes: limits only */
};

/* How a command in the sandbox ended, by the word of who watched it. */
enum sandbox_end {
    SANDBOX_EXITED, /* with the status of its result */
    SANDBOX_SIGNAL, /* a crash, most often: see the signal of its result */
    SANDBOX_TIME,   /* the time was over */
    SANDBOX_MEMORY, /* the kernel took it for its memory */
    SANDBOX_OUTPUT, /* it printed without end */
};

/* 0 when programs can be isolated here (tried, not guessed). Otherwise -1 with
 * STATUS_HOST, the reason, and where to read the remedy. */
int sandbox_missing(struct error *error);

/* Runs argv to its end. argv[0] is looked up in PATH, or a path that is lent.
 * Returns -1, with STATUS_HOST, only when the sandbox itself could not be made.
 * The result is freed by process_result_free. The caller must have one thread. */
int sandbox_run(const struct sandbox *sandbox, const char *const argv[],
                enum sandbox_end *end, struct process_result *result,
                struct error *error);

/* "it was ended after 5 seconds", "it crashed: Segmentation fault", "it ended with
 * status 3": the end as half a sentence. The caller frees it. */
char *sandbox_end_words(const struct sandbox *sandbox, enum sandbox_end end,
                        const struct process_result *result);

/* RING3_TIME_PERCENT: a check on a slow machine gives more time (labs check
 * --time-factor). 1 when it is not set. */
double sandbox_time_factor(void);

#endif
