/* Operations: what a thread is about to do, which objects that touches, and which
 * two operations must not be swapped.
 *
 * A thread declares its next operation before it does it. So it is known of every
 * thread, at every moment, whether it could go on, and what it would touch.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_OPERATION_H
#define RING3_THREADS_EXPLORE_RUNTIME_OPERATION_H

#include <stdbool.h>
#include <stdint.h>

/* The word is what steps show. */
/* clang-format off */
#define OPERATIONS(row) \
    row(START, "start") \
    row(READ, "read") \
    row(WRITE, "write") \
    row(ATOMIC_LOAD, "atomic load") \
    row(ATOMIC_STORE, "atomic store") \
    row(ATOMIC_CHANGE, "atomic change") \
    row(FENCE, "fence") \
    row(FLUSH, "store becomes visible") \
    row(CREATE, "create") \
    row(JOIN, "join") \
    row(DETACH, "detach") \
    row(CANCEL, "cancel") \
    row(TEST_CANCEL, "test for cancellation") \
    row(EXIT, "thread ends") \
    row(END, "process ends") \
    row(INIT, "init") \
    row(DESTROY, "destroy") \
    row(LOCK, "lock") \
    row(RELOCK, "lock again after the wait") \
    row(TRY_LOCK, "trylock") \
    row(TIMED_LOCK, "timed lock") \
    row(UNLOCK, "unlock") \
    row(WAIT, "wait: unlock and queue up") \
    row(WAITING, "wait") \
    row(SIGNAL, "signal") \
    row(BROADCAST, "broadcast") \
    row(READ_LOCK, "lock to read") \
    row(TRY_READ_LOCK, "trylock to read") \
    row(WRITE_LOCK, "lock to write") \
    row(TRY_WRITE_LOCK, "trylock to write") \
    row(SEM_WAIT, "sem_wait") \
    row(SEM_TRY, "sem_trywait") \
    row(SEM_TIMED, "sem_timedwait") \
    row(SEM_POST, "sem_post") \
    row(SEM_VALUE, "sem_getvalue") \
    row(ARRIVE, "arrive") \
    row(ARRIVED, "wait at the barrier") \
    row(ONCE, "once") \
    row(ONCE_DONE, "once: done") \
    row(YIELD, "yield") \
    row(SLEEP, "sleep") \
    row(OUTPUT, "print") \
    row(RANDOM, "random number") \
    row(FREE, "free") \
    row(ENTER, "enter the region") \
    row(LEAVE, "leave the region")
/* clang-format on */

enum operation_kind {
#define OPERATION_NAME(name, word) OP_##name,
    OPERATIONS(OPERATION_NAME)
#undef OPERATION_NAME
        OP_COUNT
};

const char *operation_word(enum operation_kind kind);

/* How an operation touches an object or bytes of memory. What is released was not
 * free: nobody could have acquired it at the same moment. */
enum touch_mode { TOUCH_NONE, TOUCH_READ, TOUCH_WRITE, TOUCH_ACQUIRE, TOUCH_RELEASE };

struct touch {
    uintptr_t address;
    uint32_t size;
    uint32_t mode;
};

enum { TOUCHES = 3 };

struct object;

struct operation {
    uint16_t kind;
    bool plain;            /* an access that no sync orders: no switch where races fail */
    bool optional;         /* can be given up: a timed wait */
    bool conditional;      /* writes only if `changes` says so in the present state */
    bool sweeping;         /* conflicts with everything: who ends holding robust locks */
    struct object *object; /* of the library; NULL for memory */
    struct touch touch[TOUCHES];
    uintptr_t pc;
    int target;                 /* the thread that is joined, created, cancelled */
    uint64_t operand, expected; /* of a conditional atomic change */
    bool (*changes)(const struct operation *operation);
};

/* Makes a conditional operation what it would be now: a write, or only a read. */
void operation_settle(struct operation *operation);

/* The two may not be swapped: the state after them would differ. */
bool operations_conflict(const struct operation *a, const struct operation *b);

/* They conflict, and there is a state in which both could be done: their order is
 * a choice. */
bool operations_race(const struct operation *a, const struct operation *b);

#endif
