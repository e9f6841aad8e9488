/* The hash of everything: see the header. */
#include "threads/explore/runtime/cycle.h"

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/heap.h"
#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/snapshot.h"
#include "threads/explore/runtime/thread.h"
#include "threads/explore/runtime/variant.h"

enum { STATES = 256 };

OURS static uint64_t states[STATES];
OURS static int state_count;

void cycle_reset(void)
{
    state_count = 0;
}

static uint64_t hash_thread(uint64_t hash, const struct thread *thread)
{
    hash = hash_word(hash, thread->next.pc);
    hash = hash_word(hash, (uint64_t)thread->next.kind << 8 | thread->ended << 4 |
                               thread->woken << 3 | thread->cancel_asked << 2 |
                               thread->detached << 1 | thread->joined);
    if (thread->ended || !thread->frame)
        return hash;
    hash = hash_word(hash, thread->frame);
    return hash_bytes(hash, thread->frame, (uintptr_t)thread->fiber.high - thread->frame);
}

static uint64_t hash_object(uint64_t hash, const struct object *object)
{
    hash = hash_word(hash, object->address);
    hash = hash_word(hash,
                     (uint64_t)(uint32_t)object->owner << 32 | (uint32_t)object->count);
    hash = hash_word(hash, object->destroyed);
    return hash_bytes(hash, (uintptr_t)object->queue,
                      (size_t)object->queue_length * sizeof object->queue[0]);
}

void cycle_here(void)
{
    uint64_t hash = hash_word(0, (uint64_t)spurious_left << 8 | (uint64_t)self->number);
    for (int i = 0; i < thread_count; i++)
        hash = hash_thread(hash, &threads[i]);
    for (int i = 0; i < objects_count(); i++)
        hash = hash_object(hash, objects_at(i));
    hash = heap_hash(snapshot_hash(hash));
    for (int i = 0; i < state_count; i++)
        if (states[i] == hash)
            run_end(RUN_CYCLE);
    if (state_count < STATES)
        states[state_count++] = hash;
}
