/* The trace: every step of the present run, in order. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_TRACE_H
#define RING3_THREADS_EXPLORE_RUNTIME_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "threads/explore/runtime/thread.h"

enum {
    SCHEDULE_MAX = 64 << 10,
};

struct trace_step {
    uint8_t thread, variant;
    uint8_t kind; /* enum operation_kind */
    uint8_t size; /* of an access, up to 255; 0: no access */
    bool preemption, has_value;
    bool chosen,
        changed; /* others could have come first; an atomic one changed something */
    uintptr_t pc, address;
    int64_t value;
};

extern struct trace_step *trace;
extern int trace_length;
extern int steps_max; /* in one run; one that is longer counts as endless */

void trace_reset(void);

/* The thread now does its next operation. */
void trace_add(struct thread *thread, bool preemption, bool chosen);

/* What the last step of `thread` read, wrote or returned. */
void trace_value(const struct thread *thread, int64_t value);

/* The last step of `thread` left behind another value than was there. */
void trace_changed(const struct thread *thread);

/* How many times a thread was left that could have gone on. */
int trace_preemptions(void);

/* The schedule of the first `steps` steps as a string. */
void trace_schedule(int steps, char text[SCHEDULE_MAX]);

#endif
