/* When an operation can be done, and in which ways. */
#include "threads/explore/runtime/variant.h"

#include <stdio.h>

#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/store_buffer.h"
#include "threads/explore/runtime/thread.h"

OURS int spurious_left;
OURS char spurious_budget;

static uint64_t only_if(bool possible)
{
    return possible ? 1 : 0;
}

/* Timed operations time out only while they cannot be done. */
static uint64_t or_timeout(bool possible)
{
    return possible ? 1 : (uint64_t)1 << VARIANT_TIMEOUT;
}

static bool can_lock(const struct thread *thread, const struct object *mutex)
{
    return mutex->owner == NOBODY ||
           (mutex->owner == thread->number && mutex->kind != MUTEX_NORMAL);
}

static uint64_t waiting(const struct thread *thread)
{
    uint64_t ways = only_if(thread->woken);
    if (thread->next.optional && !thread->woken && !thread->stutter.blocked)
        ways |= (uint64_t)1 << VARIANT_TIMEOUT;
    if (spurious_left > 0 && !thread->woken)
        ways |= (uint64_t)1 << VARIANT_SPURIOUS;
    return ways;
}

/* One way per waiter; the search cannot tell more than 64 apart. */
static uint64_t per_waiter(const struct object *condition)
{
    int waiters = condition->queue_length;
    if (waiters <= 1)
        return 1;
    return waiters >= VARIANTS_MAX ? ~(uint64_t)0 : ((uint64_t)1 << waiters) - 1;
}

static bool cancelled(const struct thread *thread)
{
    return thread->cancel_asked && !thread->cancel_off;
}

/* Of a thread that is not held back. */
static uint64_t ways(const struct thread *thread)
{
    const struct operation *next = &thread->next;
    const struct object *object = next->object;
    switch (next->kind) {
    case OP_LOCK:
    case OP_RELOCK:
        return only_if(can_lock(thread, object));
    case OP_TIMED_LOCK:
        return or_timeout(can_lock(thread, object));
    case OP_JOIN:
        return only_if(threads[next->target].ended || cancelled(thread));
    case OP_WAITING:
        return cancelled(thread) ? 1 : waiting(thread);
    case OP_ARRIVED:
        return only_if(thread->woken);
    case OP_SIGNAL:
        return per_waiter(object);
    case OP_SEM_WAIT:
        return only_if(object->count > 0 || cancelled(thread));
    case OP_SEM_TIMED:
        return or_timeout(object->count > 0);
    case OP_READ_LOCK:
        return only_if(object->owner == NOBODY);
    case OP_WRITE_LOCK:
        return only_if(object->owner == NOBODY && object->count == 0);
    case OP_ONCE:
        return only_if(object->owner == NOBODY || object->owner == thread->number);
    default:
        return 1;
    }
}

uint64_t variants_of(const struct thread *thread)
{
    if (thread->ended || (thread->stutter.blocked && thread->next.kind != OP_WAITING))
        return 0;
    return store_buffer_holds_back(thread) ? 0 : ways(thread);
}

void variant_text(int kind, int variant, char text[VARIANT_TEXT])
{
    if (variant == VARIANT_NORMAL)
        text[0] = '\0';
    else if (kind == OP_SIGNAL)
        snprintf(text, VARIANT_TEXT, "w%d", variant);
    else
        snprintf(text, VARIANT_TEXT, "%s", variant == VARIANT_TIMEOUT ? "t" : "s");
}
