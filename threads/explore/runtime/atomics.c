/* Atomic operations of C11 and of GCC: -fsanitize=thread turns them into calls of
 * these functions (LLVM: tsan_interface_atomic.h). */
#include <string.h>

#include "threads/explore/runtime/accesses.h"
#include "threads/explore/runtime/atomic_order.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/store_buffer.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/weak_order.h"

/* One atomic operation, as its caller describes it. */
struct atomic {
    uintptr_t address, pc;
    uint32_t size;
    int order;
    bool loads, stores;
    bool (*changes)(const struct operation *operation); /* NULL: always */
    uint64_t operand, expected;
};

static enum operation_kind kind_of(const struct atomic *atomic)
{
    return !atomic->stores  ? OP_ATOMIC_LOAD
           : !atomic->loads ? OP_ATOMIC_STORE
                            : OP_ATOMIC_CHANGE;
}

static uint64_t bytes_at(const struct operation *operation)
{
    uint64_t value = 0;
    memcpy(&value, (const void *)operation->touch[0].address, operation->touch[0].size);
    return value;
}

/* To exchange a value for the same one, or to compare in vain, is to look. */
static bool exchange_changes(const struct operation *operation)
{
    return bytes_at(operation) != operation->operand;
}

static bool compare_changes(const struct operation *operation)
{
    return bytes_at(operation) == operation->expected &&
           operation->expected != operation->operand;
}

/* Waits for its turn. False before main, and while there is only one thread. */
static bool begin(const struct atomic *atomic)
{
    struct operation operation = {
        .kind = (uint16_t)kind_of(atomic),
        .pc = atomic->pc,
        .touch = {{atomic->address, atomic->size,
                   atomic->stores ? TOUCH_WRITE : TOUCH_READ}},
    };
    if (!self)
        return false;
    if (atomic->changes) {
        operation.conditional = true;
        operation.changes = atomic->changes;
        operation.operand = atomic->operand;
        operation.expected = atomic->expected;
    }
    if (!atomic->stores || !atomic->loads)
        store_buffer_touch(&operation, atomic->stores);
    if (atomic->stores && !atomic->loads && store_buffers_on &&
        atomic->order != __ATOMIC_SEQ_CST) {
        operation.optional = true; /* it is only queued */
        operation.touch[0].mode = TOUCH_NONE;
    }
    access_check(atomic->address, atomic->size, atomic->pc);
    if (thread_count == 1)
        return false;
    stutter_here(self, atomic->pc);
    step(&operation);
    access_check(atomic->address, atomic->size, atomic->pc);
    return true;
}

static void order(const struct atomic *atomic)
{
    weak_touch(atomic->address, atomic->stores);
    if (!atomic->stores)
        order_load(atomic->address, atomic->order);
    else if (!atomic->loads)
        order_store(atomic->address, atomic->order);
    else
        order_change(atomic->address, atomic->order);
    weak_access(atomic->address, atomic->order, atomic->loads, atomic->stores);
}

/* After it was done: `changed` if the bytes are now others. */
static void end(const struct atomic *atomic, bool changed, int64_t value)
{
    trace_value(self, value);
    if (!race_off)
        race_access(atomic->address, atomic->size,
                    ACCESS_ATOMIC | (atomic->stores ? ACCESS_WRITE : ACCESS_READ),
                    atomic->pc);
    order(atomic);
    if (atomic->loads)
        stutter_read(self, atomic->address, atomic->size);
    if (changed) {
        trace_changed(self);
        stutter_effect(self);
        stutter_changed(self, atomic->address, atomic->size);
    }
}

/* The same for a store that nobody sees yet. */
static void end_queued(const struct atomic *atomic, int64_t value)
{
    trace_value(self, value);
    if (!race_off)
        race_access(atomic->address, atomic->size, ACCESS_ATOMIC | ACCESS_WRITE,
                    atomic->pc);
    weak_touch(atomic->address, true);
    weak_access(atomic->address, atomic->order, false, true);
    stutter_effect(self);
}

/* Types cannot stand in parentheses. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */

/* The arguments of all: where, in what order, and whether it loads and stores. */
#define ATOMIC(place, order_, loads_, stores_)                                           \
    (struct atomic)                                                                      \
    {                                                                                    \
        .address = (uintptr_t)(place), .pc = CALLER, .size = sizeof *(place),            \
        .order = (order_), .loads = (loads_), .stores = (stores_)                        \
    }

#define LOAD(bits, type)                                                                 \
    EXPORTED type __tsan_atomic##bits##_load(const volatile type *place, int order);     \
    EXPORTED type __tsan_atomic##bits##_load(const volatile type *place, int order)      \
    {                                                                                    \
        struct atomic atomic = ATOMIC(place, order, true, false);                        \
        ENTER();                                                                         \
        bool counted = begin(&atomic);                                                   \
        type value = *place;                                                             \
        uint64_t queued;                                                                 \
        if (counted && store_buffer_get(atomic.address, atomic.size, &queued))           \
            value = (type)queued;                                                        \
        if (counted)                                                                     \
            end(&atomic, false, (int64_t)value);                                         \
        return value;                                                                    \
    }

#define STORE(bits, type)                                                                \
    EXPORTED void __tsan_atomic##bits##_store(volatile type *place, type value,          \
                                              int order);                                \
    EXPORTED void __tsan_atomic##bits##_store(volatile type *place, type value,          \
                                              int order)                                 \
    {                                                                                    \
        struct atomic atomic = ATOMIC(place, order, false, true);                        \
        ENTER();                                                                         \
        bool counted = begin(&atomic);                                                   \
        type old = *place;                                                               \
        if (counted &&                                                                   \
            store_buffer_put(atomic.address, atomic.size, (uint64_t)value, order)) {     \
            end_queued(&atomic, (int64_t)value);                                         \
            return;                                                                      \
        }                                                                                \
        *place = value;                                                                  \
        if (counted)                                                                     \
            end(&atomic, old != value, (int64_t)value);                                  \
    }

/* The step shows what it left behind; the call returns what was there. */
#define CHANGE(bits, type, name, expression)                                             \
    EXPORTED type __tsan_atomic##bits##_##name(volatile type *place, type operand,       \
                                               int order);                               \
    EXPORTED type __tsan_atomic##bits##_##name(volatile type *place, type operand,       \
                                               int order)                                \
    {                                                                                    \
        struct atomic atomic = ATOMIC(place, order, true, true);                         \
        ENTER();                                                                         \
        bool counted = begin(&atomic);                                                   \
        type old = *place;                                                               \
        *place = (type)(expression);                                                     \
        if (counted)                                                                     \
            end(&atomic, *place != old, (int64_t)*place);                                \
        return old;                                                                      \
    }

#define EXCHANGE(bits, type)                                                             \
    EXPORTED type __tsan_atomic##bits##_exchange(volatile type *place, type operand,     \
                                                 int order);                             \
    EXPORTED type __tsan_atomic##bits##_exchange(volatile type *place, type operand,     \
                                                 int order)                              \
    {                                                                                    \
        struct atomic atomic = ATOMIC(place, order, true, true);                         \
        ENTER();                                                                         \
        atomic.changes = exchange_changes;                                               \
        atomic.operand = (uint64_t)operand;                                              \
        bool counted = begin(&atomic);                                                   \
        type old = *place;                                                               \
        *place = operand;                                                                \
        if (counted)                                                                     \
            end(&atomic, *place != old, (int64_t)*place);                                \
        return old;                                                                      \
    }

/* A comparison that fails loads only. */
#define COMPARE(bits, type, name)                                                        \
    EXPORTED int __tsan_atomic##bits##_##name(volatile type *place, type *expected,      \
                                              type desired, int order, int failure);     \
    EXPORTED int __tsan_atomic##bits##_##name(volatile type *place, type *expected,      \
                                              type desired, int order, int failure)      \
    {                                                                                    \
        struct atomic atomic = ATOMIC(place, order, true, true);                         \
        ENTER();                                                                         \
        atomic.changes = compare_changes;                                                \
        atomic.operand = (uint64_t)desired;                                              \
        atomic.expected = (uint64_t)*expected;                                           \
        bool counted = begin(&atomic);                                                   \
        type old = *place;                                                               \
        bool equal = old == *expected;                                                   \
        if (equal)                                                                       \
            *place = desired;                                                            \
        else                                                                             \
            *expected = old;                                                             \
        atomic.stores = equal;                                                           \
        atomic.order = equal ? order : failure;                                          \
        if (counted)                                                                     \
            end(&atomic, equal &&old != desired, (int64_t)*place);                       \
        return equal;                                                                    \
    }

#define COMPARE_VALUE(bits, type)                                                        \
    EXPORTED type __tsan_atomic##bits##_compare_exchange_val(                            \
        volatile type *place, type expected, type desired, int order, int failure);      \
    EXPORTED type __tsan_atomic##bits##_compare_exchange_val(                            \
        volatile type *place, type expected, type desired, int order, int failure)       \
    {                                                                                    \
        struct atomic atomic = ATOMIC(place, order, true, true);                         \
        ENTER();                                                                         \
        atomic.changes = compare_changes;                                                \
        atomic.operand = (uint64_t)desired;                                              \
        atomic.expected = (uint64_t)expected;                                            \
        bool counted = begin(&atomic);                                                   \
        type old = *place;                                                               \
        if (old == expected)                                                             \
            *place = desired;                                                            \
        atomic.stores = old == expected;                                                 \
        atomic.order = atomic.stores ? order : failure;                                  \
        if (counted)                                                                     \
            end(&atomic, old != *place, (int64_t)*place);                                \
        return old;                                                                      \
    }

#define ATOMICS(bits, type)                                                              \
    LOAD(bits, type)                                                                     \
    STORE(bits, type)                                                                    \
    EXCHANGE(bits, type)                                                                 \
    CHANGE(bits, type, fetch_add, old + operand)                                         \
    CHANGE(bits, type, fetch_sub, old - operand)                                         \
    CHANGE(bits, type, fetch_and, old &operand)                                          \
    CHANGE(bits, type, fetch_or, old | operand)                                          \
    CHANGE(bits, type, fetch_xor, old ^ operand)                                         \
    CHANGE(bits, type, fetch_nand, ~(old & operand))                                     \
    COMPARE(bits, type, compare_exchange_strong)                                         \
    COMPARE(bits, type, compare_exchange_weak)                                           \
    COMPARE_VALUE(bits, type)

ATOMICS(8, uint8_t)
ATOMICS(16, uint16_t)
ATOMICS(32, uint32_t)
ATOMICS(64, uint64_t)

/* NOLINTEND(bugprone-macro-parentheses) */

EXPORTED void __tsan_atomic_thread_fence(int order);
EXPORTED void __tsan_atomic_thread_fence(int order)
{
    ENTER();
    if (!self || thread_count == 1)
        return;
    if (store_buffers_on && order == __ATOMIC_SEQ_CST) { /* it waits for the queue */
        struct operation operation = {.kind = OP_FENCE, .pc = CALLER};
        store_buffer_touch(&operation, false);
        step(&operation);
    }
    order_fence(order);
    weak_fence(order);
}

EXPORTED void __tsan_atomic_signal_fence(int order);
EXPORTED void __tsan_atomic_signal_fence(int order)
{
    (void)order;
}
