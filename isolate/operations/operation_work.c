/* Work that uses what a control group limits, so that its counters move.
 *
 * Each does it in children that end with it, and has an upper bound that any machine
 * bears: also without a limit no harm is done.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/operations/operation_type.h"

/* ---- memory ---- */

static _Noreturn void touch_memory(size_t bytes)
{
    enum { PAGE = 4096 };
    volatile char *memory =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        _exit(1);
    for (size_t at = 0; at < bytes; at += PAGE)
        memory[at] = 1;
    _exit(0);
}

/* As a shell says it: 137 is 128 + SIGKILL. */
static long run_work_memory(const struct operation *o, struct workplace *w)
{
    int status;
    (void)w;
    pid_t child = fork();
    if (child == 0)
        touch_memory((size_t)o->number << 20);
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void call_work_memory(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "memset(mmap(NULL, %u MiB, …), 1, %u MiB) in a child", o->number,
             o->number);
}

static void shell_work_memory(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "head -c %um /dev/zero | tail -c %um | wc -c", o->number,
             o->number);
}

const struct operation_type operation_work_memory = {run_work_memory, call_work_memory,
                                                     shell_work_memory};

/* ---- processes ---- */

/* How many there were at once before fork said EAGAIN. */
static long run_work_forks(const struct operation *o, struct workplace *w)
{
    int gate[2];
    unsigned made = 0;
    (void)w;
    if (pipe2(gate, O_CLOEXEC) < 0)
        return -1;
    while (made < o->number) {
        pid_t child = fork();
        if (child < 0)
            break;
        if (child == 0) {
            char byte;
            close(gate[1]);
            _exit(read(gate[0], &byte, 1) < 0 ? 1 : 0);
        }
        made++;
    }
    close(gate[0]);
    close(gate[1]);
    for (unsigned i = 0; i < made; i++)
        wait(NULL);
    return made;
}

static void call_work_forks(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "fork() up to %u times, until it says EAGAIN", o->number);
}

/* xargs waits when fork says EAGAIN, and tries again; a shell ends the line, and its
 * zombies would hold the places of the limit. The group's pids.events counts. */
static void shell_work_forks(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "seq %u | xargs -P %u -I n sleep 0.2", o->number, o->number);
}

const struct operation_type operation_work_forks = {run_work_forks, call_work_forks,
                                                    shell_work_forks};

/* ---- the processor ---- */

static double milliseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The milliseconds of processor time that it got. */
static long run_work_cpu(const struct operation *o, struct workplace *w)
{
    double end = milliseconds(CLOCK_MONOTONIC) + o->number;
    double used = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    (void)w;
    while (milliseconds(CLOCK_MONOTONIC) < end)
        ;
    return (long)(milliseconds(CLOCK_PROCESS_CPUTIME_ID) - used);
}

static void call_work_cpu(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "for (%u ms by the clock) ; /* ms of processor time: */",
             o->number);
}

static void shell_work_cpu(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "timeout %u.%03u sh -c 'while :; do :; done'", o->number / 1000,
             o->number % 1000);
}

const struct operation_type operation_work_cpu = {run_work_cpu, call_work_cpu,
                                                  shell_work_cpu};
