/* The table of threads and their stacks, which lie side by side at a fixed place. */
#include "threads/explore/runtime/thread.h"

#include <string.h>
#include <unistd.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/layout.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/store_buffer.h"
#include "threads/explore/runtime/thread_local.h"

enum {
    STACK_SIZE = 512 << 10,
    MAIN_STACK_SIZE = 8 << 20,
    WIPED = 256,
    BELOW = 1024, /* our own frames reach so far below the program's */
};

struct thread *threads OURS;
struct thread *self OURS;
int thread_count OURS, threads_most OURS;

static void map_stack(int number)
{
    uintptr_t place = STACKS_BASE + (uintptr_t)number * STACK_STRIDE;
    if (fiber_map(&threads[number].fiber, (void *)place,
                  number ? STACK_SIZE : MAIN_STACK_SIZE) < 0)
        run_refuse(0, "no memory for the stack of thread %d", number);
}

void threads_reset(void)
{
    if (!threads)
        threads = ours_allocate(THREADS_MAX * sizeof *threads);
    thread_count = 0;
}

__attribute__((noinline)) void stack_wipe(const int *unused)
{
    (void)unused;
    /* Stores that stand here, as this is called at each step; it has nothing of its own
     * on the stack. */
    typedef long long words __attribute__((vector_size(16), may_alias));
    volatile words *from =
        (words *)(((uintptr_t)__builtin_frame_address(0) & ~(uintptr_t)15) - WIPED);
#pragma GCC unroll 16
    for (unsigned i = 0; i < WIPED / sizeof *from; i++)
        from[i] = (words){0};
}

/* Each run begins with stacks that are as in a fresh process. */
static void clear_stack(const struct thread *thread)
{
    uintptr_t high = (uintptr_t)thread->fiber.high, low = (uintptr_t)thread->fiber.low;
    uintptr_t from = thread->deepest ? thread->deepest - BELOW : high - BELOW;
    from = from < low ? low : from;
    memset((void *)from, 0, high - from);
}

static void begin(void)
{
    thread_body();
}

struct thread *thread_place(int number)
{
    struct thread *thread = &threads[number];
    if (!thread->fiber.high)
        map_stack(number);
    else
        clear_stack(thread);
    struct fiber fiber = thread->fiber;
    if (threads_most <= number)
        threads_most = number + 1;
    memset(thread, 0, offsetof(struct thread, known));
    clock_clear(&thread->known, threads_most);
    clock_clear(&thread->fence_release, threads_most);
    clock_clear(&thread->fence_acquire, threads_most);
    thread->number = number;
    thread->fiber = fiber;
    thread->past = thread->last_step = -1;
    thread_local_new(number);
    fiber_start(&thread->fiber, begin);
    return thread;
}

struct thread *thread_new(void *(*start)(void *), void *argument, uintptr_t pc)
{
    int most = store_buffers_on ? FLUSHERS : THREADS_MAX;
    if (thread_count == most)
        run_refuse(pc, "more than %d threads in one run", most);
    struct thread *thread = thread_place(thread_count++);
    thread->start = start;
    thread->argument = argument;
    thread->created_pc = pc;
    thread->next.kind = OP_START;
    thread->next.pc = (uintptr_t)start + 1; /* as if it were a return address */
    store_buffer_new(thread->number);
    return thread;
}

int thread_limit(void)
{
    return store_buffers_on ? FLUSHERS + thread_count : thread_count;
}

struct thread *thread_of_stack(uintptr_t address)
{
    uintptr_t number = (address - STACKS_BASE) / STACK_STRIDE;
    return address >= STACKS_BASE && number < (uintptr_t)thread_count ? &threads[number]
                                                                      : NULL;
}
