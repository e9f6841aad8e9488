/* The hash of everything: see the header. */
#include "threads/explore/runtime/cycle.h"

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/heap.h"
#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/snapshot.h"
#include "threads/explore/runtime/store_buffer.h"
#include "threads/explore/runtime/thread.h"
#include "threads/explore/runtime/thread_local.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/variant.h"

enum { STATES = 256 };

OURS static uint64_t states[STATES];
OURS static int steps_before[STATES]; /* the trace's length there */
OURS static int state_count;

void cycle_reset(void)
{
    state_count = 0;
}

static uint64_t hash_thread(uint64_t hash, const struct thread *thread)
{
    hash = hash_word(hash, thread->next.pc);
    unsigned flags = (unsigned)thread->ended << 4 | (unsigned)thread->woken << 3 |
                     (unsigned)thread->cancel_asked << 2 |
                     (unsigned)thread->detached << 1 | (unsigned)thread->joined;
    hash = hash_word(hash, (uint64_t)thread->next.kind << 8 | flags);
    if (thread->ended || !thread->frame)
        return hash;
    hash = hash_word(hash, thread->frame);
    hash = thread_local_hash(hash, thread->number);
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

/* Locks and yields give way to others; who tries them again has done what one can. */
static bool gives_way(int kind)
{
    return kind == OP_LOCK || kind == OP_TRY_LOCK || kind == OP_TIMED_LOCK ||
           kind == OP_YIELD || kind == OP_SLEEP || kind == OP_WAITING;
}

/* All who can run take part, each changes something for good, and nobody gives way:
 * such a circle can go on for ever under a fair scheduler. */
static bool is_livelock(int from)
{
    struct thread_set changing = {0};
    for (int i = from; i < trace_length; i++) {
        if (gives_way(trace[i].kind))
            return false;
        if (trace[i].kind == OP_ATOMIC_STORE || trace[i].kind == OP_ATOMIC_CHANGE ||
            trace[i].kind == OP_WRITE)
            set_add(&changing, trace[i].thread);
    }
    for (int i = 0; i < thread_count; i++)
        if (variants_of(&threads[i]) && !set_has(&changing, i))
            return false;
    return set_count(&changing) > 1;
}

static void close_cycle(int from)
{
    if (!is_livelock(from))
        run_end(RUN_CYCLE);
    run_fail(KIND_LIVELOCK, self->next.pc,
             "the threads go round in a circle: after %d steps all is as it was, and it "
             "can go on so for ever, though each of them runs again and again",
             trace_length - from);
}

void cycle_here(void)
{
    uint64_t hash = hash_word(0, (uint64_t)spurious_left << 8 | (uint64_t)self->number);
    for (int i = 0; i < thread_count; i++)
        hash = hash_thread(hash, &threads[i]);
    for (int i = 0; i < objects_count(); i++)
        hash = hash_object(hash, objects_at(i));
    hash = store_buffers_hash(heap_hash(snapshot_hash(hash)));
    for (int i = 0; i < state_count; i++)
        if (states[i] == hash)
            close_cycle(steps_before[i]);
    if (state_count == STATES)
        return;
    steps_before[state_count] = trace_length;
    states[state_count++] = hash;
}
