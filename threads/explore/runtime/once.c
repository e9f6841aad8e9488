/* pthread_once(): the first to come runs the routine, the others wait for its end. */
#include <pthread.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/mutex.h"
#include "threads/explore/runtime/once.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/scheduler.h"

enum { NOT_DONE, DONE };

int once_call(void *place, void (*routine)(void), uintptr_t pc)
{
    struct object *once = object_of(place, OBJECT_ONCE, pc);
    struct operation operation = object_operation(
        OP_ONCE, once, once->count == DONE ? TOUCH_READ : TOUCH_WRITE, pc);
    if (once->owner == self->number)
        run_fail(KIND_SELF_DEADLOCK, pc,
                 "the routine of once %p calls pthread_once for it again: it waits for "
                 "itself",
                 place);
    step(&operation);
    if (once->count == NOT_DONE) {
        once->owner = self->number;
        once->acquired_pc = pc;
        routine();
        operation = object_operation(OP_ONCE_DONE, once, TOUCH_WRITE, pc);
        step(&operation);
        once->owner = NOBODY;
        once->count = DONE;
        race_release(&once->released);
        stutter_effect(self);
    }
    race_acquire(&once->released);
    return 0;
}

EXPORTED int pthread_once(pthread_once_t *once, void (*routine)(void))
{
    ENTER();
    return once_call(once, routine, CALLER);
}
