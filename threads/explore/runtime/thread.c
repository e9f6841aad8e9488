/* The table of threads and their stacks, which lie side by side at a fixed place. */
#include "threads/explore/runtime/thread.h"

#include <string.h>
#include <unistd.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/layout.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/thread_local.h"

enum {
    STACK_SIZE = 512 << 10,
    MAIN_STACK_SIZE = 8 << 20,
};

struct thread *threads OURS;
struct thread *self OURS;
int thread_count OURS;
OURS static int mapped; /* stacks so far, in all runs */

static void map_stack(int number)
{
    uintptr_t place = STACKS_BASE + (uintptr_t)number * STACK_STRIDE;
    if (fiber_map(&threads[number].fiber, (void *)place,
                  number ? STACK_SIZE : MAIN_STACK_SIZE) < 0)
        run_refuse(0, "no memory for the stack of thread %d", number);
    mapped++;
}

void threads_reset(void)
{
    if (!threads)
        threads = ours_allocate(THREADS_MAX * sizeof *threads);
    thread_count = 0;
}

static void begin(void)
{
    thread_body();
}

struct thread *thread_new(void *(*start)(void *), void *argument, uintptr_t pc)
{
    if (thread_count == THREADS_MAX)
        run_refuse(pc, "more than %d threads in one run", THREADS_MAX);
    int number = thread_count++;
    struct thread *thread = &threads[number];
    if (number >= mapped)
        map_stack(number);
    struct fiber fiber = thread->fiber;
    memset(thread, 0, sizeof *thread);
    thread->number = number;
    thread->fiber = fiber;
    thread->start = start;
    thread->argument = argument;
    thread->created_pc = pc;
    thread->past = thread->last_step = -1;
    thread->next.kind = OP_START;
    thread->next.pc = (uintptr_t)start + 1; /* as if it were a return address */
    thread_local_new(number);
    fiber_start(&thread->fiber, begin);
    return thread;
}

struct thread *thread_of_stack(uintptr_t address)
{
    uintptr_t number = (address - STACKS_BASE) / STACK_STRIDE;
    return address >= STACKS_BASE && number < (uintptr_t)thread_count ? &threads[number]
                                                                      : NULL;
}
