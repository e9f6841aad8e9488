/* The hash of everything: see the header.
 *
 * States are the same more often when the hash leaves out in which order things came to
 * be: the number by which an object is known (its tag in the program's memory), the
 * order of a queue from which any may be woken.
 */
#include "threads/explore/runtime/state_hash.h"

#include <errno.h>

#include "threads/explore/runtime/atomic_order.h"
#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/heap.h"
#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/region.h"
#include "threads/explore/runtime/snapshot.h"
#include "threads/explore/runtime/store_buffer.h"
#include "threads/explore/runtime/thread.h"
#include "threads/explore/runtime/thread_local.h"
#include "threads/explore/runtime/variant.h"
#include "threads/explore/runtime/weak_order.h"

OURS static unsigned dependences;

void state_depends(unsigned on)
{
    dependences |= on;
}

unsigned state_dependences(void)
{
    return dependences;
}

static uint64_t hash_next(uint64_t hash, const struct operation *next)
{
    hash = hash_word(hash, next->pc);
    hash = hash_word(hash, (uint64_t)next->kind << 32 | (uint32_t)next->target);
    return hash_word(hash, next->object ? next->object->address : 0);
}

static uint64_t hash_own(uint64_t hash, const struct thread *thread)
{
    for (int i = 0; i < KEYS_MAX; i++)
        if (thread->keys[i])
            hash = hash_word(hash_word(hash, (uint64_t)i), (uintptr_t)thread->keys[i]);
    for (int i = 0; i < thread->handler_count; i++)
        hash = hash_word(hash, (uintptr_t)thread->handlers[i]);
    hash = hash_word(hash, (uint64_t)(thread == self ? errno : thread->saved_errno));
    hash = hash_word(hash, dependences & ON_TIME ? (uint64_t)thread->slept : 0);
    hash = hash_word(hash, thread->frame);
    hash = thread_local_hash(hash, thread->number);
    return hash_bytes(hash, thread->frame, (uintptr_t)thread->fiber.high - thread->frame);
}

static uint64_t hash_thread(uint64_t hash, const struct thread *thread)
{
    unsigned flags = (unsigned)thread->ended | (unsigned)thread->woken << 1 |
                     (unsigned)thread->cancel_asked << 2 |
                     (unsigned)thread->cancel_off << 3 | (unsigned)thread->detached << 4 |
                     (unsigned)thread->joined << 5 | (unsigned)thread->yields << 6;
    hash = hash_word(hash, flags);
    if (thread->ended)
        return hash_word(hash, (uintptr_t)thread->result);
    hash = hash_next(hash, &thread->next);
    return thread->frame ? hash_own(hash, thread) : hash;
}

/* Who waits, in whatever order. */
static uint64_t hash_queue(const struct object *object)
{
    uint64_t sum = 0;
    for (int i = 0; i < object->queue_length; i++)
        sum += hash_word(1, (uint64_t)object->queue[i]);
    return sum;
}

static uint64_t hash_object(const struct object *object)
{
    unsigned flags = (unsigned)object->destroyed | (unsigned)object->robust << 1 |
                     (unsigned)object->owner_died << 2 |
                     (unsigned)object->unrecoverable << 3 | (unsigned)object->kind << 4 |
                     (unsigned)object->type << 8;
    bool counts = object->type != OBJECT_CONDITION; /* else it is for messages only */
    uint64_t hash = hash_word(object->address, flags);
    hash = hash_word(hash, (uint64_t)(uint32_t)object->owner << 32 |
                               (uint32_t)(counts ? object->count : 0));
    hash = hash_word(hash, object->mutex ? object->mutex->address : 0);
    if (object->type == OBJECT_RWLOCK)
        hash = hash_bytes(hash, (uintptr_t)object->holds, (size_t)thread_count);
    return hash_word(hash, hash_queue(object));
}

uint64_t state_hash(void)
{
    uint64_t hash = hash_word(region_occupants(),
                              (uint64_t)spurious_left << 8 | (uint64_t)self->number);
    uint64_t objects = 0;
    for (int i = 0; i < thread_count; i++)
        hash = hash_thread(hash, &threads[i]);
    for (int i = 0; i < objects_count(); i++)
        if (objects_at(i)->address)
            objects += hash_object(objects_at(i));
    objects_hide_tags(true);
    hash = heap_hash(snapshot_hash(hash_word(hash, objects)));
    objects_hide_tags(false);
    return store_buffers_hash(hash);
}

/* What a thread that is held back waits to see changed. */
static uint64_t hash_stutter(uint64_t hash, const struct stutter *stutter)
{
    uint64_t sum = 0;
    if (!stutter->blocked)
        return hash_word(hash, 0);
    for (int i = 0; i < stutter->watched_count; i++)
        sum += hash_word(stutter->watched[i].address, stutter->watched[i].size);
    return hash_word(hash, sum | 1);
}

uint64_t state_hash_whole(void)
{
    uint64_t hash = state_hash();
    for (int i = 0; i < thread_count; i++)
        if (!threads[i].ended)
            hash = hash_stutter(hash, &threads[i].stutter);
    if (dependences & ON_ORDERS)
        hash = weak_hash(hash);
    return race_off ? hash : race_hash(hash, dependences & ON_CLOCKS);
}
