/* Spinlocks: mutexes whose waiting costs processor time, which here it does not. */
#include <pthread.h>

#include "threads/explore/runtime/mutex.h"
#include "threads/explore/runtime/scheduler.h"

static struct object *lock_at(pthread_spinlock_t *place, uintptr_t pc)
{
    return object_of((void *)(uintptr_t)place, OBJECT_SPIN, pc);
}

EXPORTED int pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
    (void)shared;
    object_init((void *)(uintptr_t)lock, OBJECT_SPIN, CALLER);
    return 0;
}

EXPORTED int pthread_spin_destroy(pthread_spinlock_t *lock)
{
    object_destroy(lock_at(lock, CALLER));
    return 0;
}

EXPORTED int pthread_spin_lock(pthread_spinlock_t *lock)
{
    ENTER();
    return mutex_lock(lock_at(lock, CALLER), CALLER);
}

EXPORTED int pthread_spin_trylock(pthread_spinlock_t *lock)
{
    ENTER();
    return mutex_try_lock(lock_at(lock, CALLER), CALLER);
}

EXPORTED int pthread_spin_unlock(pthread_spinlock_t *lock)
{
    ENTER();
    return mutex_unlock(lock_at(lock, CALLER), CALLER);
}
