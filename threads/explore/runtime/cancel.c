/* Deferred cancellation, and the cleanup handlers that run before a thread ends.
 *
 * pthread_cleanup_push() of glibc is a macro: it saves the registers in a buffer that
 * it registers here. To unwind is to jump back to the newest buffer; the macro
 * then calls the handler and asks for the next.
 */
#include "threads/explore/runtime/cancel.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/layout.h"
#include "threads/explore/runtime/scheduler.h"

_Noreturn void cancel_unwind(void *result)
{
    self->result = result;
    self->cancel_off = true;
    if (self->handler_count > 0) {
        void *buffer = self->handlers[--self->handler_count];
        siglongjmp(buffer, 1);
    }
    thread_end(self->result);
}

void cancel_touch(struct operation *operation)
{
    operation->touch[2] = (struct touch){THREAD_OBJECT(self->number), 1, TOUCH_READ};
}

bool cancel_pending(void)
{
    return self->cancel_asked && !self->cancel_off;
}

void cancel_point(void)
{
    if (cancel_pending())
        cancel_unwind(PTHREAD_CANCELED);
}

EXPORTED void __pthread_register_cancel(__pthread_unwind_buf_t *buffer)
{
    if (self->handler_count == HANDLERS_MAX)
        run_refuse(CALLER, "more than %d cleanup handlers in one thread", HANDLERS_MAX);
    self->handlers[self->handler_count++] = buffer;
}

EXPORTED void __pthread_unregister_cancel(__pthread_unwind_buf_t *buffer)
{
    (void)buffer;
    self->handler_count--;
}

EXPORTED void __pthread_unwind_next(__pthread_unwind_buf_t *buffer)
{
    (void)buffer;
    cancel_unwind(self->result);
}

EXPORTED int pthread_cancel(pthread_t thread)
{
    uintptr_t number = (uintptr_t)thread - 1;
    ENTER();
    if (number >= (uintptr_t)thread_count)
        return ESRCH;
    struct operation operation = {
        .kind = OP_CANCEL,
        .pc = CALLER,
        .target = (int)number,
        .touch = {{THREAD_OBJECT(number), 1, TOUCH_WRITE}},
    };
    step(&operation);
    threads[number].cancel_asked = true;
    stutter_effect(self);
    return 0;
}

EXPORTED void pthread_testcancel(void)
{
    ENTER();
    struct operation operation = {
        .kind = OP_TEST_CANCEL,
        .pc = CALLER,
        /* cppcheck-suppress nullPointerRedundantCheck */
        .touch = {{THREAD_OBJECT(self->number), 1, TOUCH_READ}},
    };
    step(&operation);
    cancel_point();
}

EXPORTED int pthread_setcancelstate(int state, int *old)
{
    if (old)
        *old = self->cancel_off ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
    self->cancel_off = state == PTHREAD_CANCEL_DISABLE;
    return 0;
}

EXPORTED int pthread_setcanceltype(int type, int *old)
{
    if (type == PTHREAD_CANCEL_ASYNCHRONOUS)
        run_refuse(CALLER, "asynchronous cancellation (pthread_setcanceltype)");
    if (old)
        *old = PTHREAD_CANCEL_DEFERRED;
    return 0;
}
