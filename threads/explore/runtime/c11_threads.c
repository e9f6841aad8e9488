/* C11 <threads.h>: other names for the same things. */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <threads.h>

#include "threads/explore/runtime/cancel.h"
#include "threads/explore/runtime/condition.h"
#include "threads/explore/runtime/lifecycle.h"
#include "threads/explore/runtime/mutex.h"
#include "threads/explore/runtime/once.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/virtual_time.h"

static int result_of(int code)
{
    return code == 0           ? thrd_success
           : code == EBUSY     ? thrd_busy
           : code == ETIMEDOUT ? thrd_timedout
                               : thrd_error;
}

static struct object *mutex_at(mtx_t *place, uintptr_t pc)
{
    return object_of(place, OBJECT_MUTEX, pc);
}

static struct object *condition_at(cnd_t *place, uintptr_t pc)
{
    return object_of(place, OBJECT_CONDITION, pc);
}

/* A thrd_start_t returns int: in the register that a pointer would come in. */
EXPORTED int thrd_create(thrd_t *thread, thrd_start_t start, void *argument)
{
    void *(*routine)(void *);
    memcpy(&routine, &start, sizeof routine);
    ENTER();
    return result_of(thread_create(thread, routine, argument, false, CALLER));
}

EXPORTED int thrd_join(thrd_t thread, int *result)
{
    void *value = NULL;
    ENTER();
    int code = thread_join(thread, &value, CALLER);
    if (result)
        *result = (int)(intptr_t)value;
    return result_of(code);
}

EXPORTED int thrd_detach(thrd_t thread)
{
    return result_of(pthread_detach(thread));
}

EXPORTED thrd_t thrd_current(void)
{
    return pthread_self();
}

EXPORTED int thrd_equal(thrd_t a, thrd_t b)
{
    return a == b;
}

EXPORTED void thrd_exit(int result)
{
    ENTER();
    cancel_unwind((void *)(intptr_t)result);
}

EXPORTED void thrd_yield(void)
{
    ENTER();
    time_yield(CALLER);
}

EXPORTED int thrd_sleep(const struct timespec *duration, struct timespec *left)
{
    ENTER();
    time_sleep(duration, CALLER);
    if (left)
        *left = (struct timespec){0};
    return 0;
}

EXPORTED int mtx_init(mtx_t *mutex, int type)
{
    struct object *object = object_init(mutex, OBJECT_MUTEX, CALLER);
    object->kind = type & mtx_recursive ? MUTEX_RECURSIVE : MUTEX_NORMAL;
    return thrd_success;
}

EXPORTED void mtx_destroy(mtx_t *mutex)
{
    object_destroy(mutex_at(mutex, CALLER));
}

EXPORTED int mtx_lock(mtx_t *mutex)
{
    ENTER();
    return result_of(mutex_lock(mutex_at(mutex, CALLER), CALLER));
}

EXPORTED int mtx_trylock(mtx_t *mutex)
{
    ENTER();
    return result_of(mutex_try_lock(mutex_at(mutex, CALLER), CALLER));
}

EXPORTED int mtx_timedlock(mtx_t *mutex, const struct timespec *until)
{
    (void)until;
    ENTER();
    return result_of(mutex_timed_lock(mutex_at(mutex, CALLER), CALLER));
}

EXPORTED int mtx_unlock(mtx_t *mutex)
{
    ENTER();
    return result_of(mutex_unlock(mutex_at(mutex, CALLER), CALLER));
}

EXPORTED int cnd_init(cnd_t *condition)
{
    object_init(condition, OBJECT_CONDITION, CALLER);
    return thrd_success;
}

EXPORTED void cnd_destroy(cnd_t *condition)
{
    object_destroy(condition_at(condition, CALLER));
}

EXPORTED int cnd_wait(cnd_t *condition, mtx_t *mutex)
{
    ENTER();
    return result_of(condition_wait(condition_at(condition, CALLER),
                                    mutex_at(mutex, CALLER), false, CALLER));
}

EXPORTED int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until)
{
    (void)until;
    ENTER();
    return result_of(condition_wait(condition_at(condition, CALLER),
                                    mutex_at(mutex, CALLER), true, CALLER));
}

EXPORTED int cnd_signal(cnd_t *condition)
{
    ENTER();
    return result_of(condition_signal(condition_at(condition, CALLER), CALLER));
}

EXPORTED int cnd_broadcast(cnd_t *condition)
{
    ENTER();
    return result_of(condition_broadcast(condition_at(condition, CALLER), CALLER));
}

EXPORTED void call_once(once_flag *flag, void (*routine)(void))
{
    ENTER();
    once_call(flag, routine, CALLER);
}

EXPORTED int tss_create(tss_t *key, tss_dtor_t destructor)
{
    return result_of(pthread_key_create(key, destructor));
}

EXPORTED void tss_delete(tss_t key)
{
    pthread_key_delete(key);
}

EXPORTED void *tss_get(tss_t key)
{
    return pthread_getspecific(key);
}

EXPORTED int tss_set(tss_t key, void *value)
{
    return result_of(pthread_setspecific(key, value));
}
