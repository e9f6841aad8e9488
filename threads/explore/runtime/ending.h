/* How a run ends: well, with a failure that has a kind, or refused.
 *
 * In messages %p is an address that the reader of the report turns into a name, so
 * nothing here needs to know symbols. All functions leave the fiber for good.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_ENDING_H
#define RING3_THREADS_EXPLORE_RUNTIME_ENDING_H

#include <stdint.h>

#include "threads/explore/kind.h"

enum run_end {
    RUN_DONE,
    RUN_FAILED,
    RUN_REFUSED, /* a construct that cannot be controlled */
    RUN_ENDLESS, /* the limit of steps was reached */
    RUN_CYCLE,   /* it was in this very state before */
    RUN_PRUNED,  /* equivalent to one that was explored before */
    RUN_STOPPED, /* at the end of a prefix, as asked */
};

enum { MESSAGE_MAX = 1024 };

struct ending {
    enum run_end end;
    enum explore_kind kind;
    int exit_status;
    uintptr_t pc; /* where in the program, 0 if nowhere */
    char message[MESSAGE_MAX];
};

extern struct ending ending; /* of the last run */

_Noreturn void run_fail(enum explore_kind kind, uintptr_t pc, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
_Noreturn void run_refuse(uintptr_t pc, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
_Noreturn void run_end(enum run_end end);
_Noreturn void run_done(int exit_status);

#endif
