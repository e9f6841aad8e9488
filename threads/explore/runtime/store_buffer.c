/* Store buffers: see the header. */
#include "threads/explore/runtime/store_buffer.h"

#include <string.h>

#include "threads/explore/runtime/atomic_order.h"
#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/trace.h"

enum { QUEUE_MAX = 32 };

struct entry {
    uintptr_t address;
    uint32_t size;
    uint64_t value;
    struct vector_clock published; /* what whoever reads it gets to know */
};

struct queue {
    int length; /* also what operations on the queue touch */
    struct entry entries[QUEUE_MAX];
};

bool store_buffers_on OURS;
OURS static struct queue *queues;

void store_buffers_reset(void)
{
    if (!store_buffers_on)
        return;
    if (!queues)
        queues = ours_allocate(FLUSHERS * sizeof *queues);
    for (int i = 0; i < FLUSHERS; i++) {
        queues[i].length = 0;
        threads[i].ended = threads[FLUSHERS + i].ended = true; /* there are none yet */
        threads[i].next.kind = threads[FLUSHERS + i].next.kind = OP_START;
    }
}

static struct queue *queue_of(const struct thread *thread)
{
    return &queues[thread->number % FLUSHERS];
}

/* The companion's next step: the oldest entry. */
static struct operation flush_operation(const struct queue *queue)
{
    const struct entry *oldest = &queue->entries[0];
    struct operation operation = {.kind = OP_FLUSH, .optional = false};
    if (queue->length)
        operation.touch[0] = (struct touch){oldest->address, oldest->size, TOUCH_WRITE};
    operation.touch[1] = (struct touch){(uintptr_t)&queue->length, 1, TOUCH_WRITE};
    return operation;
}

void store_buffer_new(int number)
{
    if (!store_buffers_on)
        return;
    struct thread *companion = thread_place(FLUSHERS + number);
    companion->next = flush_operation(&queues[number]);
}

_Noreturn void store_buffer_flush(void)
{
    struct queue *queue = queue_of(self);
    for (;;) {
        struct entry oldest = queue->entries[0];
        memcpy((void *)oldest.address, &oldest.value, oldest.size);
        trace_value(self, (int64_t)oldest.value);
        order_publish(oldest.address, &oldest.published);
        queue->length--;
        memmove(&queue->entries[0], &queue->entries[1],
                (size_t)queue->length * sizeof queue->entries[0]);
        stutter_changed(self, oldest.address, oldest.size);
        struct operation operation = flush_operation(queue);
        self->yields = true;
        step(&operation);
    }
}

void store_buffer_touch(struct operation *operation, bool stores)
{
    if (!store_buffers_on)
        return;
    operation->touch[1] = (struct touch){(uintptr_t)&queue_of(self)->length, 1,
                                         stores ? TOUCH_WRITE : TOUCH_READ};
}

bool store_buffer_put(uintptr_t address, uint32_t size, uint64_t value, int order)
{
    struct queue *queue = store_buffers_on ? queue_of(self) : NULL;
    if (!queue || order == __ATOMIC_SEQ_CST)
        return false;
    if (queue->length == QUEUE_MAX)
        run_refuse(self->next.pc, "more than %d stores that are not visible yet",
                   QUEUE_MAX);
    struct entry *entry = &queue->entries[queue->length++];
    entry->address = address;
    entry->size = size;
    entry->value = value;
    order_prepare(&entry->published, order);
    if (queue->length == 1) {
        struct thread *companion = &threads[FLUSHERS + self->number];
        companion->next = flush_operation(queue);
        companion->next.pc = self->next.pc;
        companion->past = self->past;
    }
    return true;
}

bool store_buffer_get(uintptr_t address, uint32_t size, uint64_t *value)
{
    const struct queue *queue = store_buffers_on ? queue_of(self) : NULL;
    for (int i = queue ? queue->length - 1 : -1; i >= 0; i--)
        if (queue->entries[i].address == address && queue->entries[i].size == size) {
            *value = queue->entries[i].value;
            return true;
        }
    return false;
}

static bool passes_by(const struct operation *operation)
{
    return operation->kind == OP_START || operation->kind == OP_READ ||
           operation->kind == OP_WRITE || operation->kind == OP_YIELD ||
           operation->kind == OP_SLEEP || operation->kind == OP_OUTPUT ||
           (operation->kind == OP_ATOMIC_LOAD) ||
           (operation->kind == OP_ATOMIC_STORE && operation->optional);
}

bool store_buffer_holds_back(const struct thread *thread)
{
    if (!store_buffers_on)
        return false;
    const struct queue *queue = queue_of(thread);
    if (thread->number >= FLUSHERS)
        return queue->length == 0;
    return queue->length > 0 && !passes_by(&thread->next);
}

uint64_t store_buffers_hash(uint64_t hash)
{
    for (int i = 0; store_buffers_on && i < thread_count; i++)
        for (int j = 0; j < queues[i].length; j++) {
            const struct entry *entry = &queues[i].entries[j];
            hash = hash_word(hash_word(hash, entry->address), entry->value);
        }
    return hash;
}
