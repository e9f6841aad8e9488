/* The trace of a run, and the schedule string that makes it happen again. */
#include "threads/explore/runtime/trace.h"

#include <stdio.h>
#include <string.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/steps.h"
#include "threads/explore/runtime/variant.h"

struct trace_step *trace OURS;
int trace_length OURS;
int steps_max OURS = STEPS_USUAL;

void trace_reset(void)
{
    if (!trace)
        trace = ours_allocate(((size_t)steps_max + 1) * sizeof *trace);
    trace_length = 0;
}

/* A write's callback comes before the write: its value is read afterwards, when the
 * same thread is about to do the next thing. */
static void complete_write(const struct thread *thread)
{
    struct trace_step *step = &trace[thread->last_step];
    if ((step->kind != OP_WRITE) || step->has_value || !step->size || step->size > 8)
        return;
    step->has_value = true;
    step->value = 0;
    memcpy(&step->value, (const void *)step->address, step->size);
}

void trace_add(struct thread *thread, bool preemption, bool chosen)
{
    const struct operation *next = &thread->next;
    const struct touch *touch = &next->touch[0];
    if (self->last_step >= 0)
        complete_write(self);
    if (trace_length == steps_max)
        run_end(RUN_ENDLESS);
    thread->last_step = trace_length;
    trace[trace_length++] = (struct trace_step){
        .thread = (uint8_t)thread->number,
        .variant = (uint8_t)thread->variant,
        .kind = (uint8_t)next->kind,
        .size = touch->size > 255 ? 0 : (uint8_t)touch->size,
        .preemption = preemption,
        .chosen = chosen,
        .pc = next->pc,
        .address = touch->address,
    };
}

void trace_value(const struct thread *thread, int64_t value)
{
    if (thread->last_step < 0)
        return;
    trace[thread->last_step].has_value = true;
    trace[thread->last_step].value = value;
}

void trace_changed(const struct thread *thread)
{
    if (thread->last_step >= 0)
        trace[thread->last_step].changed = true;
}

int trace_preemptions(void)
{
    int count = 0;
    for (int i = 0; i < trace_length; i++)
        count += trace[i].preemption;
    return count;
}

/* One step that is not like its neighbours, or a run of those that are. */
static int print_run(char *out, size_t room, int thread, int count, const char *variant)
{
    if (*variant)
        return snprintf(out, room, "%d%s,", thread, variant);
    return snprintf(out, room, "%d:%d,", thread, count);
}

void trace_schedule(int steps, char text[SCHEDULE_MAX])
{
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < steps && used + 32 < SCHEDULE_MAX;) {
        char variant[VARIANT_TEXT];
        int count = 1;
        variant_text(trace[i].kind, trace[i].variant, variant);
        while (!*variant && i + count < steps &&
               trace[i + count].thread == trace[i].thread &&
               trace[i + count].variant == VARIANT_NORMAL)
            count++;
        used += (size_t)print_run(text + used, SCHEDULE_MAX - used, trace[i].thread,
                                  count, variant);
        i += count;
    }
    if (used)
        text[used - 1] = '\0';
}
