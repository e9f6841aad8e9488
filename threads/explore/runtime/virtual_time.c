/* Sleeping, yielding, and the clocks. */
#include "threads/explore/runtime/virtual_time.h"

#include <errno.h>
#include <sched.h>
#include <sys/time.h>
#include <unistd.h>

#include "threads/explore/runtime/cancel.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/state_hash.h"

#define NANOSECONDS  ((int64_t)1000000000)
#define FIRST_SECOND ((int64_t)1700000000) /* what the clocks show when main begins */

enum { TICK = 1000 }; /* nanoseconds that a look at a clock takes */

static void let_others(enum operation_kind kind, uintptr_t pc)
{
    struct operation operation = {.kind = (uint16_t)kind, .pc = pc};
    if (!self || thread_count == 1)
        return;
    stutter_here(self, pc);
    self->yields = true;
    if (kind == OP_SLEEP)
        cancel_touch(&operation);
    step(&operation);
    if (kind == OP_SLEEP)
        cancel_point();
}

void time_yield(uintptr_t pc)
{
    let_others(OP_YIELD, pc);
}

void time_sleep(const struct timespec *duration, uintptr_t pc)
{
    let_others(OP_SLEEP, pc);
    self->slept += duration->tv_sec * NANOSECONDS + duration->tv_nsec;
}

static struct timespec read_clock(void)
{
    if (!self)
        return (struct timespec){.tv_sec = FIRST_SECOND};
    self->slept += TICK;
    state_depends(ON_TIME);
    return (struct timespec){.tv_sec = FIRST_SECOND + self->slept / NANOSECONDS,
                             .tv_nsec = self->slept % NANOSECONDS};
}

EXPORTED int sched_yield(void)
{
    ENTER();
    time_yield(CALLER);
    return 0;
}

EXPORTED int pthread_yield(void);
EXPORTED int pthread_yield(void)
{
    ENTER();
    time_yield(CALLER);
    return 0;
}

EXPORTED unsigned sleep(unsigned seconds)
{
    struct timespec duration = {.tv_sec = seconds};
    ENTER();
    time_sleep(&duration, CALLER);
    return 0;
}

EXPORTED int usleep(useconds_t microseconds)
{
    struct timespec duration = {.tv_sec = microseconds / 1000000,
                                .tv_nsec = (long)(microseconds % 1000000) * 1000};
    ENTER();
    time_sleep(&duration, CALLER);
    return 0;
}

EXPORTED int nanosleep(const struct timespec *duration, struct timespec *left)
{
    ENTER();
    time_sleep(duration, CALLER);
    if (left)
        *left = (struct timespec){0};
    return 0;
}

EXPORTED int clock_nanosleep(clockid_t clock, int flags, const struct timespec *duration,
                             struct timespec *left)
{
    struct timespec none = {0};
    (void)clock;
    ENTER();
    time_sleep(flags & TIMER_ABSTIME ? &none : duration, CALLER);
    if (left)
        *left = none;
    return 0;
}

EXPORTED int clock_gettime(clockid_t clock, struct timespec *time)
{
    (void)clock;
    *time = read_clock();
    return 0;
}

EXPORTED int gettimeofday(struct timeval *time, void *zone)
{
    struct timespec now = read_clock();
    (void)zone;
    *time = (struct timeval){.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
    return 0;
}

EXPORTED time_t time(time_t *place)
{
    struct timespec now = read_clock();
    if (place)
        *place = now.tv_sec;
    return now.tv_sec;
}

EXPORTED int timespec_get(struct timespec *time, int base)
{
    *time = read_clock();
    return base;
}
