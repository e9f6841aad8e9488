/* group_cost: microseconds that a control group adds to a process: made, limited,
 * entered, removed. One line per kind: KIND MEDIAN, the first without a group. The kinds
 * take turns, so that they meet the same disturbances. */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/cgroup/cgroup.h"

struct clone_arguments {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls,
        set_tid, set_tid_size, cgroup;
};

enum { ROUNDS = 300, KINDS = 3 };

static const struct {
    const char *name;
    struct cgroup_wish wish;
} kinds[KINDS] = {
    {"none", {.name = "isolate-cost"}},
    {"pids", {.name = "isolate-cost", .pids = 64}},
    {"memory,pids,cpu",
     {.name = "isolate-cost", .memory = 64 << 20, .pids = 64, .cpu_quota = 50000}},
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return 1e6 * (double)time.tv_sec + 1e-3 * (double)time.tv_nsec;
}

static void once(const struct cgroup_wish *wish)
{
    struct cgroup group = {0};
    struct error error;
    if (cgroup_wish_needs_group(wish) && cgroup_create(wish, &group, &error) < 0)
        die_error(&error);
    int into = cgroup_clone_fd(&group);
    struct clone_arguments arguments = {.exit_signal = SIGCHLD};
    if (into >= 0) {
        arguments.flags = 0x200000000ull;
        arguments.cgroup = (uint64_t)into;
    }
    pid_t child = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    if (child == 0)
        _exit(cgroup_enter_self(&group, false) < 0);
    waitpid(child, NULL, 0);
    if (cgroup_remove(&group, &error) < 0)
        die_error(&error);
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

int main(void)
{
    static double times[KINDS][ROUNDS];
    error_program("group_cost");
    for (int round = 0; round < ROUNDS; round++)
        for (int kind = 0; kind < KINDS; kind++) {
            double start = now();
            once(&kinds[kind].wish);
            times[kind][round] = now() - start;
        }
    for (int kind = 0; kind < KINDS; kind++) {
        qsort(times[kind], ROUNDS, sizeof times[kind][0], compare);
        printf("%-16s %7.0f us  +%.0f\n", kinds[kind].name, times[kind][ROUNDS / 2],
               times[kind][ROUNDS / 2] - times[0][ROUNDS / 2]);
    }
    return 0;
}
