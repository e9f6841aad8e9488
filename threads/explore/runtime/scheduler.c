/* The scheduler: one fiber per thread, and a controller that starts each run.
 *
 * The choice is made on the stack of the thread that declares its operation, so going
 * on with the same thread costs no switch.
 */
#include "threads/explore/runtime/scheduler.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "threads/explore/runtime/atomic_order.h"
#include "threads/explore/runtime/cycle.h"
#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/heap.h"
#include "threads/explore/runtime/lifecycle.h"
#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/output.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/region.h"
#include "threads/explore/runtime/search.h"
#include "threads/explore/runtime/snapshot.h"
#include "threads/explore/runtime/store_buffer.h"
#include "threads/explore/runtime/stuck.h"
#include "threads/explore/runtime/thread_local.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/weak_order.h"

bool interleave_accesses OURS;
const struct search *search OURS;
struct ending ending OURS;
OURS static struct fiber controller;
OURS static struct situation now;
OURS static struct thread_set *could; /* who could go on, before each step of choice */

int default_thread(const struct thread_set *set, const struct situation *situation)
{
    if (situation->goes_on && set_has(set, situation->current))
        return situation->current;
    int after =
        situation->current + 1 < THREADS_MAX ? set_next(set, situation->current + 1) : -1;
    return after >= 0 ? after : set_next(set, 0);
}

struct choice default_choice(const struct situation *situation)
{
    int thread = default_thread(&situation->enabled, situation);
    return (struct choice){thread, __builtin_ctzll(situation->ways[thread])};
}

static void look_around(void)
{
    now.enabled = (struct thread_set){0};
    now.current = self->number;
    for (int i = 0; i < thread_limit(); i++) {
        now.ways[i] = variants_of(&threads[i]);
        if (now.ways[i])
            set_add(&now.enabled, i);
    }
    now.goes_on = set_has(&now.enabled, self->number) && !self->yields;
    could[trace_length] = now.enabled;
}

/* What begins as an earlier run is not looked at again, and is as it was then. */
struct thread_set scheduler_could(int from, int to)
{
    struct thread_set all = {0};
    for (int i = from; i < to; i++)
        if (trace[i].chosen)
            all = set_union(all, could[i]);
    return all;
}

/* A wakeup without a reason may come, but nobody can count on it. */
static bool nobody_goes_on(void)
{
    set_each(thread, &now.enabled)
    {
        if (now.ways[thread] != (uint64_t)1 << VARIANT_SPURIOUS ||
            threads[thread].next.kind != OP_WAITING)
            return false;
    }
    return true;
}

static void go_on_with(struct choice choice, bool preemption)
{
    struct thread *from = self, *to = &threads[choice.thread];
    to->variant = choice.variant;
    trace_add(to, preemption, true);
    from->yields = false;
    if (from == to)
        return;
    from->saved_errno = errno;
    self = to;
    thread_local_use(to->number);
    fiber_switch(&from->fiber, &to->fiber);
    errno = self->saved_errno;
}

static void choose_next(void)
{
    struct choice choice;
    if (search->known(&choice)) {
        go_on_with(choice, false);
        return;
    }
    look_around();
    if (nobody_goes_on()) {
        stuck();
        return; /* on trial */
    }
    choice = search->choose(&now);
    go_on_with(choice, now.goes_on && choice.thread != now.current);
}

int step(const struct operation *operation)
{
    if (trial_on()) {
        trial_step(operation);
        return VARIANT_NORMAL;
    }
    self->next = *operation;
    if (operation->plain && !interleave_accesses) {
        self->variant = VARIANT_NORMAL;
        trace_add(self, false, false);
    } else {
        choose_next();
    }
    return self->variant;
}

void scheduler_jump(struct thread *thread)
{
    struct thread *from = self;
    self = thread;
    thread_local_use(thread->number);
    if (from != thread)
        fiber_switch(&from->fiber, &thread->fiber);
}

void thread_body(void)
{
    errno = 0;
    if (store_buffers_on && self->number >= FLUSHERS)
        store_buffer_flush();
    else if (self->number == 0)
        main_body();
    else
        thread_end(self->start(self->argument));
    __builtin_unreachable();
}

void thread_end(void *result)
{
    lifecycle_end(result);
    choose_next();
    __builtin_unreachable();
}

static void reset(void)
{
    if (!could)
        could = ours_allocate(((size_t)steps_max + 1) * sizeof *could);
    ending.end = RUN_DONE;
    ending.kind = KIND_NONE;
    ending.exit_status = 0;
    ending.pc = 0;
    ending.message[0] = '\0';
    snapshot_restore();
    heap_reset();
    threads_reset();
    store_buffers_reset();
    objects_reset();
    race_reset();
    order_reset();
    weak_begin_run();
    stutter_reset();
    cycle_reset();
    trace_reset();
    output_reset();
    region_reset();
    lifecycle_reset();
}

void run_once(void)
{
    reset();
    search->begin_run();
    self = thread_new(NULL, NULL, 0);
    thread_local_use(0);
    fiber_switch(&controller, &self->fiber);
    thread_local_use(-1);
}

/* Endings */

void run_end(enum run_end end)
{
    ending.end = end;
    fiber_switch(&self->fiber, &controller);
    __builtin_unreachable();
}

__attribute__((format(printf, 2, 0))) static void say(uintptr_t pc, const char *format,
                                                      va_list arguments)
{
    ending.pc = pc;
    vsnprintf(ending.message, sizeof ending.message, format, arguments);
}

void run_fail(enum explore_kind kind, uintptr_t pc, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(pc, format, arguments);
    va_end(arguments);
    ending.kind = kind;
    run_end(RUN_FAILED);
}

void run_refuse(uintptr_t pc, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(pc, format, arguments);
    va_end(arguments);
    ending.kind = KIND_REFUSED;
    run_end(RUN_REFUSED);
}

void run_done(int exit_status)
{
    ending.exit_status = exit_status;
    if (exit_status != 0)
        run_fail(KIND_EXIT_STATUS, self->next.pc, "it ended with status %d", exit_status);
    run_end(RUN_DONE);
}
