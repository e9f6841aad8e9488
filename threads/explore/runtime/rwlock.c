/* Read-write locks. Readers come in whenever no writer is inside (the default of
 * glibc), so a writer may wait for ever; that is a schedule like any other. */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/mutex.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/state_hash.h"
#include "threads/explore/runtime/trace.h"

static struct object *lock_at(pthread_rwlock_t *place, uintptr_t pc)
{
    return object_of(place, OBJECT_RWLOCK, pc);
}

/* A thread that holds it in any way and wants to write waits for itself. */
static void check_self(const struct object *lock, bool write, uintptr_t pc)
{
    if (lock->owner == self->number || (write && lock->holds[self->number]))
        run_fail(KIND_SELF_DEADLOCK, pc,
                 "thread %d locks rwlock %p, which it holds already: it waits for itself",
                 self->number, (void *)lock->address);
}

static void enter_to_read(struct object *lock)
{
    lock->count++;
    lock->holds[self->number]++;
    self->locks_held++;
    race_acquire(&lock->released);
    stutter_changed(self, lock->address, lock->size);
}

static void enter_to_write(struct object *lock, uintptr_t pc)
{
    lock->owner = self->number;
    lock->acquired_pc = pc;
    self->locks_held++;
    race_acquire(&lock->released);
    race_acquire(&lock->readers);
    stutter_changed(self, lock->address, lock->size);
}

static int read_lock(struct object *lock, uintptr_t pc)
{
    struct operation operation = object_operation(OP_READ_LOCK, lock, TOUCH_READ, pc);
    check_self(lock, false, pc);
    stutter_here(self, pc);
    step(&operation);
    enter_to_read(lock);
    return 0;
}

static int write_lock(struct object *lock, uintptr_t pc)
{
    struct operation operation = object_operation(OP_WRITE_LOCK, lock, TOUCH_WRITE, pc);
    check_self(lock, true, pc);
    stutter_here(self, pc);
    step(&operation);
    enter_to_write(lock, pc);
    return 0;
}

static int try_lock(struct object *lock, bool write, uintptr_t pc)
{
    struct operation operation = object_operation(
        write ? OP_TRY_WRITE_LOCK : OP_TRY_READ_LOCK, lock, TOUCH_WRITE, pc);
    stutter_here(self, pc);
    step(&operation);
    bool free_now = lock->owner == NOBODY && (!write || lock->count == 0);
    if (!free_now) {
        stutter_read(self, lock->address, lock->size);
        state_depends(ON_CLOCKS);
    } else if (write)
        enter_to_write(lock, pc);
    else
        enter_to_read(lock);
    trace_value(self, free_now ? 0 : EBUSY);
    return free_now ? 0 : EBUSY;
}

static int unlock(struct object *lock, uintptr_t pc)
{
    bool writes = lock->owner == self->number;
    struct operation operation =
        object_operation(OP_UNLOCK, lock, writes ? TOUCH_WRITE : TOUCH_READ, pc);
    if (!writes && !lock->holds[self->number])
        run_fail(KIND_STRANGER_UNLOCK, pc,
                 "thread %d unlocks rwlock %p, which it does not hold", self->number,
                 (void *)lock->address);
    step(&operation);
    self->locks_held--;
    if (writes) {
        lock->owner = NOBODY;
        race_release(&lock->released);
    } else {
        lock->count--;
        lock->holds[self->number]--;
        race_release_also(&lock->readers);
    }
    stutter_released(self);
    stutter_changed(self, lock->address, lock->size);
    return 0;
}

/* What takes the library's place */

EXPORTED int pthread_rwlock_init(pthread_rwlock_t *lock,
                                 const pthread_rwlockattr_t *attributes)
{
    (void)attributes;
    object_init(lock, OBJECT_RWLOCK, CALLER);
    return 0;
}

EXPORTED int pthread_rwlock_destroy(pthread_rwlock_t *lock)
{
    struct object *object = lock_at(lock, CALLER);
    ENTER();
    struct operation operation =
        object_operation(OP_DESTROY, object, TOUCH_WRITE, CALLER);
    step(&operation);
    if (object->owner != NOBODY || object->count)
        run_fail(KIND_BAD_OBJECT, CALLER, "rwlock %p is destroyed while it is held",
                 (void *)lock);
    object_destroy(object);
    return 0;
}

EXPORTED int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    ENTER();
    return read_lock(lock_at(lock, CALLER), CALLER);
}

EXPORTED int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    ENTER();
    return write_lock(lock_at(lock, CALLER), CALLER);
}

EXPORTED int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
    ENTER();
    return try_lock(lock_at(lock, CALLER), false, CALLER);
}

EXPORTED int pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
    ENTER();
    return try_lock(lock_at(lock, CALLER), true, CALLER);
}

EXPORTED int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
    ENTER();
    return unlock(lock_at(lock, CALLER), CALLER);
}

EXPORTED int pthread_rwlockattr_init(pthread_rwlockattr_t *attributes)
{
    memset(attributes, 0, sizeof *attributes);
    return 0;
}

EXPORTED int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attributes)
{
    (void)attributes;
    return 0;
}
