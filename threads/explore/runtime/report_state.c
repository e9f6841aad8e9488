/* The state after a prefix, as lines: threads, objects, variables, choices. */
#include <string.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/report.h"
#include "threads/explore/runtime/search.h"
#include "threads/explore/runtime/stuck.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/variant.h"

enum { VARIABLES_MAX = 256, WHY_MAX = 256 };

static char state_letter(const struct thread *thread)
{
    if (thread->ended)
        return 'x';
    if (variants_of(thread))
        return 'e';
    if (thread->next.kind == OP_WAITING || thread->next.kind == OP_ARRIVED)
        return 'w';
    return thread->stutter.blocked ? 's' : 'b';
}

static void report_thread(const struct thread *thread)
{
    char why[WHY_MAX] = "";
    if (thread->ended && thread->next.kind == OP_START)
        return; /* its creator has not done that step yet */
    const struct operation *next = &thread->next;
    char state = state_letter(thread);
    if (state != 'x' && state != 'e')
        why_not(thread, why, sizeof why);
    report("thread\t%d\t%c\t%d\t%lx\t%lx\t%d\t%lx\t%d\n", thread->number, state,
           next->kind, (unsigned long)next->pc, (unsigned long)next->touch[0].address,
           next->touch[0].size, (unsigned long)thread->start, next->target);
    report_text("why", why, strlen(why));
}

static void report_object(const struct object *object)
{
    if (!object->address || object->destroyed)
        return;
    report("object\t%lx\t%d\t%d\t%d\t%d\t%d\t", (unsigned long)object->address,
           object->type, object->owner, object->count, object->limit, object->size);
    for (int i = 0; i < object->queue_length; i++)
        report("%d ", object->queue[i]);
    report("\n");
}

/* Who accessed the same bytes before step `end`, and who wrote them last. */
static void report_variable(int step)
{
    const struct trace_step *wanted = &trace[step];
    int writer = NOBODY;
    uintptr_t pc = 0;
    bool shared = false;
    int64_t value = 0;
    for (int i = 0; i < trace_length; i++) {
        const struct trace_step *other = &trace[i];
        if (other->address != wanted->address || other->size != wanted->size)
            continue;
        shared |= other->thread != wanted->thread;
        if (other->kind == OP_WRITE || other->kind == OP_ATOMIC_STORE ||
            other->kind == OP_ATOMIC_CHANGE) {
            writer = other->thread;
            pc = other->pc;
        }
    }
    if (wanted->size <= sizeof value)
        memcpy(&value, (const void *)wanted->address, wanted->size);
    report("variable\t%lx\t%d\t%lld\t%d\t%lx\t%d\n", (unsigned long)wanted->address,
           wanted->size, (long long)value, writer, (unsigned long)pc, shared);
}

static bool is_access(const struct trace_step *step)
{
    return step->size && step->kind >= OP_READ && step->kind <= OP_ATOMIC_CHANGE;
}

static bool reported_before(int step)
{
    for (int i = 0; i < step; i++)
        if (is_access(&trace[i]) && trace[i].address == trace[step].address &&
            trace[i].size == trace[step].size)
            return true;
    return false;
}

static void report_choices(void)
{
    struct situation now = {.current = self->number};
    for (int i = 0; i < thread_limit(); i++) {
        now.ways[i] = variants_of(&threads[i]);
        if (now.ways[i])
            set_add(&now.enabled, i);
    }
    now.goes_on = set_has(&now.enabled, self->number) && !self->yields;
    if (set_empty(&now.enabled) || ending.end != RUN_STOPPED)
        return;
    struct choice usual = default_choice(&now);
    set_each(thread, &now.enabled)
    {
        for (uint64_t ways = now.ways[thread]; ways; ways &= ways - 1) {
            int variant = __builtin_ctzll(ways);
            report("choice\t%d\t%d\t%d\t%lx\t%d\t%d\n", thread, variant,
                   threads[thread].next.kind,
                   (unsigned long)threads[thread].next.touch[0].address,
                   threads[thread].next.touch[0].size,
                   thread == usual.thread && variant == usual.variant);
        }
    }
}

void report_state(void)
{
    for (int i = 0; i < thread_count; i++)
        report_thread(&threads[i]);
    for (int i = 0; i < objects_count(); i++)
        report_object(objects_at(i));
    for (int i = 0, count = 0; i < trace_length && count < VARIABLES_MAX; i++)
        if (is_access(&trace[i]) && !reported_before(i)) {
            report_variable(i);
            count++;
        }
    report_choices();
}
