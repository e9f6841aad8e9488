/* A fault is the first write to a page of the snapshot, or a crash of the program. A
 * timer looks whether steps are still being done. */
#include "threads/explore/runtime/crash.h"

#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/runs.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/snapshot.h"
#include "threads/explore/runtime/trace.h"

enum { SIGNAL_STACK = 64 << 10, TICK_MICROSECONDS = 250000, TICKS_ENDLESS = 8 };

#define LEAST_WORK 0.5 /* seconds of the processor */

OURS static double last_step;
OURS static int ticks, last_length;
OURS static uint64_t last_run;

static uintptr_t program_counter(const ucontext_t *context)
{
#if defined __x86_64__
    return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#else
    return (uintptr_t)context->uc_mcontext.pc;
#endif
}

/* Where in the program: a fault within libc or within us is blamed on the call. */
static uintptr_t blame(const ucontext_t *context)
{
    extern char __executable_start[], etext[];
    uintptr_t pc = program_counter(context);
    bool inside = pc >= (uintptr_t)__executable_start && pc < (uintptr_t)etext;
    return inside || !self ? pc + 1 : self->next.pc;
}

static bool is_stack_overflow(uintptr_t address)
{
    uintptr_t low = (uintptr_t)self->fiber.low;
    return address < low && address + (1 << 20) > low;
}

static void on_fault(int number, siginfo_t *info, void *context)
{
    uintptr_t address = (uintptr_t)info->si_addr;
    if (number == SIGSEGV && snapshot_fault(address))
        return;
    if (!self)
        _exit(125);
    if (number == SIGSEGV && is_stack_overflow(address))
        run_fail(KIND_CRASH, blame(context),
                 "the stack of thread %d overflows: does a function call "
                 "itself without "
                 "end?",
                 self->number);
    if (number == SIGSEGV || number == SIGBUS)
        run_fail(KIND_CRASH, blame(context), "thread %d crashes: it uses address %p%s",
                 self->number, (void *)address, address < 4096 ? ", a null pointer" : "");
    run_fail(KIND_CRASH, blame(context), "thread %d crashes: %s", self->number,
             number == SIGFPE ? "a division by zero" : "an illegal instruction");
}

static double processor_seconds(void)
{
    struct timespec time;
    syscall(SYS_clock_gettime, CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* No step for two seconds, half a second of which the processor has worked for us: the
 * program computes without end. */
static void on_tick(int number, siginfo_t *info, void *context)
{
    (void)number, (void)info;
    if (runs_overdue()) {
        runs_mark_slow();
        run_end(RUN_ENDLESS);
    }
    if (!runs_in_run() || trace_length != last_length || runs_count() != last_run) {
        ticks = 0;
        last_step = processor_seconds();
        last_length = trace_length;
        last_run = runs_count();
        return;
    }
    if (++ticks < TICKS_ENDLESS || processor_seconds() - last_step < LEAST_WORK)
        return;
    ticks = 0;
    runs_mark_slow();
    run_fail(KIND_LIVELOCK, blame(context),
             "thread %d loops without end: for two seconds it has done no "
             "step that another "
             "thread could see",
             self->number);
}

static void handle(int number, void (*handler)(int, siginfo_t *, void *))
{
    struct sigaction action = {.sa_sigaction = handler,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigaction(number, &action, NULL);
}

void crash_watch(void)
{
    static char stack[SIGNAL_STACK] OURS;
    stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
    struct itimerval timer = {{0, TICK_MICROSECONDS}, {0, TICK_MICROSECONDS}};
    sigaltstack(&alternative, NULL);
    handle(SIGSEGV, on_fault);
    handle(SIGBUS, on_fault);
    handle(SIGFPE, on_fault);
    handle(SIGILL, on_fault);
    handle(SIGALRM, on_tick);
    setitimer(ITIMER_REAL, &timer, NULL);
}
