/* Nobody can go on. Is it a deadlock, and of which kind?
 *
 * If a thread spins, it is a livelock. If one waits for a mutex whose owner has ended,
 * an unlock is missing. If one waits in a condition variable, it is woken once, on
 * trial: when it then goes on instead of waiting again, its condition holds, and
 * the wakeup was lost.
 */
#include "threads/explore/runtime/stuck.h"

#include <stdio.h>
#include <string.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/lifecycle.h"
#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/trace.h"

/* "T1 waits for mutex 0x…, held by T2 since …": half a sentence. */
static void why_lock(const struct object *object, char *text, size_t room)
{
    const char *type = object_type_word(object->type);
    if (object->owner == NOBODY)
        snprintf(text, room, "waits for %s %p, which %d readers hold", type,
                 (void *)object->address, object->count);
    else
        snprintf(text, room, "waits for %s %p, held by thread %d since %p%s", type,
                 (void *)object->address, object->owner, (void *)object->acquired_pc,
                 threads[object->owner].ended ? ", which has ended" : "");
}

void why_not(const struct thread *thread, char *text, size_t room)
{
    const struct operation *next = &thread->next;
    const struct object *object = next->object;
    if (thread->stutter.blocked && next->kind != OP_WAITING) {
        snprintf(text, room, "spins at %p: what it reads does not change",
                 (void *)next->pc);
        return;
    }
    switch (next->kind) {
    case OP_JOIN:
        snprintf(text, room, "waits for the end of thread %d", next->target);
        break;
    case OP_WAITING:
        snprintf(text, room, "waits for a signal of condition %p",
                 (void *)object->address);
        break;
    case OP_SEM_WAIT:
    case OP_SEM_TIMED:
        snprintf(text, room, "waits for semaphore %p, which is 0",
                 (void *)object->address);
        break;
    case OP_ARRIVED:
        snprintf(text, room, "waits at barrier %p, where %d of %d have come",
                 (void *)object->address, object->count, object->limit);
        break;
    default:
        if (object)
            why_lock(object, text, room);
        else
            snprintf(text, room, "waits");
    }
}

static bool waits_for_owner(const struct thread *thread)
{
    const struct object *object = thread->next.object;
    return !thread->ended && !thread->stutter.blocked && object &&
           thread->next.kind != OP_WAITING && object->owner != NOBODY &&
           object->type != OBJECT_CONDITION;
}

static const struct thread *first_unfinished(bool (*is)(const struct thread *))
{
    for (int i = 0; i < thread_count; i++)
        if (!threads[i].ended && is(&threads[i]))
            return &threads[i];
    return NULL;
}

static bool spins(const struct thread *thread)
{
    return thread->stutter.blocked && thread->next.kind != OP_WAITING;
}

static bool waits_for_ended(const struct thread *thread)
{
    return waits_for_owner(thread) && threads[thread->next.object->owner].ended;
}

static bool waits_in_condition(const struct thread *thread)
{
    return thread->next.kind == OP_WAITING;
}

static bool waits_at_barrier(const struct thread *thread)
{
    return thread->next.kind == OP_ARRIVED;
}

/* What every thread that has not ended waits for. */
static void describe(char *text, size_t room)
{
    size_t used = 0;
    for (int i = 0; i < thread_count && used + 1 < room; i++) {
        char why[256];
        if (threads[i].ended)
            continue;
        why_not(&threads[i], why, sizeof why);
        used += (size_t)snprintf(text + used, room - used, "%sthread %d %s",
                                 used ? "; " : "", i, why);
    }
}

static enum explore_kind kind_of(void)
{
    if (first_unfinished(spins))
        return KIND_LIVELOCK;
    if (first_unfinished(waits_for_ended))
        return KIND_MISSING_UNLOCK;
    if (first_unfinished(waits_at_barrier) && !first_unfinished(waits_for_owner) &&
        !first_unfinished(waits_in_condition))
        return KIND_BARRIER_MISUSE;
    return KIND_DEADLOCK;
}

static uintptr_t place_of_first(void)
{
    for (int i = thread_count - 1; i > 0; i--)
        if (!threads[i].ended)
            return threads[i].next.pc;
    return threads[0].next.pc;
}

/* Waking the waiter on trial */

OURS static struct {
    struct thread *waiter; /* NULL: no trial is on */
    struct object *condition;
    enum explore_kind kind; /* if it waits again */
    uintptr_t pc;
    int steps;
    char message[MESSAGE_MAX];
} trial;

static _Noreturn void conclude(enum explore_kind kind)
{
    trial.waiter = NULL;
    trace_length = trial.steps;
    run_fail(kind, trial.pc, "%s", trial.message);
}

/* The next waiter from number `first` on whose mutex is free. */
static void try_from(int first)
{
    for (int i = first; i < thread_count; i++) {
        struct thread *thread = &threads[i];
        if (thread->ended || !waits_in_condition(thread) ||
            thread->next.object->mutex->owner != NOBODY)
            continue;
        trial.waiter = thread;
        trial.condition = thread->next.object;
        thread->variant = VARIANT_SPURIOUS;
        scheduler_jump(thread);
        return;
    }
    conclude(trial.kind);
}

bool trial_on(void)
{
    return trial.waiter;
}

/* The waiter's next operation after it was woken. */
void trial_step(const struct operation *operation)
{
    if (operation->kind == OP_RELOCK || operation->plain)
        return;
    if (operation->kind == OP_WAIT && operation->object == trial.condition) {
        trial.condition->mutex->owner = NOBODY;
        try_from(trial.waiter->number + 1);
    }
    char reason[96];
    snprintf(reason, sizeof reason,
             "thread %d waits for ever, though it would go on if it looked: ",
             trial.waiter->number);
    memmove(trial.message + strlen(reason), trial.message, MESSAGE_MAX - strlen(reason));
    memcpy(trial.message, reason, strlen(reason));
    trial.message[MESSAGE_MAX - 1] = '\0';
    conclude(KIND_LOST_WAKEUP);
}

static bool is_there(const struct thread *thread)
{
    (void)thread;
    return true;
}

void stuck(void)
{
    if (!first_unfinished(is_there))
        lifecycle_all_ended();
    trial.steps = trace_length;
    trial.kind = kind_of();
    trial.pc = place_of_first();
    describe(trial.message, sizeof trial.message);
    if (trial.kind != KIND_DEADLOCK)
        conclude(trial.kind);
    try_from(0);
}
