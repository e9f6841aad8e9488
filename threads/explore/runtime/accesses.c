/* Accesses to memory: the callbacks that -fsanitize=thread puts before each.
 *
 * The compilers' runtime is libtsan; its place is taken by these functions. Read first:
 * gcc's gcc/sanitizer.def and LLVM's ThreadSanitizer.cpp, which list them.
 */
#include "threads/explore/runtime/accesses.h"

#include <string.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/heap.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/stuck.h"
#include "threads/explore/runtime/trace.h"

enum { PATIENCE = 4096 }; /* accesses without a choice, before others get a turn */

OURS static int unseen; /* of the present thread since the last choice */

/* A stack that is no more: of a thread that has ended, or below what is in use. */
static void check_stack(uintptr_t address, uintptr_t pc)
{
    const struct thread *owner = thread_of_stack(address);
    if (!owner || owner == self)
        return;
    if (owner->ended)
        run_fail(KIND_DEAD_STACK, pc,
                 "thread %d uses %p, on the stack of thread %d, which has ended",
                 self->number, (void *)address, owner->number);
    if (address < owner->frame && owner->next.kind != OP_START)
        run_fail(KIND_DEAD_STACK, pc,
                 "thread %d uses %p, which was a local variable of a function of "
                 "thread %d that has returned",
                 self->number, (void *)address, owner->number);
}

void access_check(uintptr_t address, size_t size, uintptr_t pc)
{
    if (ours_holds(address, size))
        run_fail(KIND_CRASH, pc, "the program uses %p, which is no memory of its own",
                 (void *)address);
    heap_check(address, size, pc);
    if (thread_count > 1)
        check_stack(address, pc);
}

static bool on_own_stack(uintptr_t address)
{
    return address >= (uintptr_t)self->fiber.low && address < (uintptr_t)self->fiber.high;
}

/* Where accesses are no choices, a loop that only reads would never let go. */
static bool impatient(bool write)
{
    if (write || race_off)
        unseen = 0;
    else if (++unseen > PATIENCE)
        return true;
    return false;
}

static void declare(uintptr_t address, size_t size, bool write, uintptr_t pc)
{
    struct operation operation = {
        .kind = write ? OP_WRITE : OP_READ,
        .plain = true,
        .pc = pc,
        .touch = {{address, (uint32_t)size, write ? TOUCH_WRITE : TOUCH_READ}},
    };
    if (impatient(write)) {
        operation.plain = false;
        self->yields = true;
    }
    if (!write && (race_off || !operation.plain))
        stutter_here(self, pc);
    step(&operation);
}

static void read_value(uintptr_t address, size_t size)
{
    int64_t value = 0;
    if (size > sizeof value)
        return;
    memcpy(&value, (const void *)address, size);
    trace_value(self, value);
}

void access_memory(uintptr_t address, size_t size, bool write, uintptr_t pc)
{
    access_check(address, size, pc);
    if (thread_count == 1 || !size || trial_on())
        return;
    declare(address, size, write, pc);
    if (interleave_accesses) /* meanwhile it may have been freed */
        access_check(address, size, pc);
    if (!race_off)
        race_access(address, size, write ? ACCESS_WRITE : ACCESS_READ, pc);
    if (write) {
        if (!on_own_stack(address))
            stutter_effect(self);
        stutter_changed(self, address, (uint32_t)size);
    } else {
        stutter_read(self, address, (uint32_t)size);
        read_value(address, size);
    }
}

static inline void access_here(const volatile void *address, size_t size, bool write,
                               uintptr_t pc)
{
    if (self)
        access_memory((uintptr_t)address, size, write, pc);
}

/* One function per size and kind, as the compilers call them. */
#define CALLBACK(name, size, write)                                                      \
    EXPORTED void name(void *address);                                                   \
    EXPORTED void name(void *address)                                                    \
    {                                                                                    \
        ENTER();                                                                         \
        access_here(address, size, write, CALLER);                                       \
    }
#define CALLBACKS(size)                                                                  \
    CALLBACK(__tsan_read##size, size, false)                                             \
    CALLBACK(__tsan_write##size, size, true)                                             \
    CALLBACK(__tsan_unaligned_read##size, size, false)                                   \
    CALLBACK(__tsan_unaligned_write##size, size, true)                                   \
    CALLBACK(__tsan_volatile_read##size, size, false)                                    \
    CALLBACK(__tsan_volatile_write##size, size, true)                                    \
    CALLBACK(__tsan_unaligned_volatile_read##size, size, false)                          \
    CALLBACK(__tsan_unaligned_volatile_write##size, size, true)                          \
    EXPORTED void __tsan_read_write##size(void *address);                                \
    EXPORTED void __tsan_read_write##size(void *address)                                 \
    {                                                                                    \
        ENTER();                                                                         \
        access_here(address, size, false, CALLER);                                       \
        access_here(address, size, true, CALLER);                                        \
    }
CALLBACKS(1)
CALLBACKS(2)
CALLBACKS(4)
CALLBACKS(8)
CALLBACKS(16)

EXPORTED void __tsan_read_range(void *address, unsigned long size);
EXPORTED void __tsan_read_range(void *address, unsigned long size)
{
    ENTER();
    access_here(address, size, false, CALLER);
}

EXPORTED void __tsan_write_range(void *address, unsigned long size);
EXPORTED void __tsan_write_range(void *address, unsigned long size)
{
    ENTER();
    access_here(address, size, true, CALLER);
}

EXPORTED void __tsan_init(void);
EXPORTED void __tsan_init(void)
{
}

EXPORTED void __tsan_func_entry(void *caller);
EXPORTED void __tsan_func_entry(void *caller)
{
    uintptr_t frame = (uintptr_t)__builtin_frame_address(0);
    (void)caller;
    if (self && (!self->deepest || frame < self->deepest))
        self->deepest = frame;
}

EXPORTED void __tsan_func_exit(void);
EXPORTED void __tsan_func_exit(void)
{
}
