/* How a container ended, and what it took: from wait4(2), and where there is a control
 * group from its counters, which know of every process that ever was in it. */
#include <errno.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "isolate/cgroup/stats.h"
#include "isolate/runtime/launch_parts.h"

static uint64_t microseconds(const struct timeval *time)
{
    return (uint64_t)time->tv_sec * 1000000 + (uint64_t)time->tv_usec;
}

static uint64_t wall_time(const struct launch *l)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)(now.tv_sec - l->began.tv_sec) * 1000000 +
           (uint64_t)((now.tv_nsec - l->began.tv_nsec) / 1000);
}

static void read_counters(const struct launch *l, struct ending *ending)
{
    struct cgroup_stats stats;
    if (!l->group.folder_count || !l->container->counters)
        return;
    cgroup_stats(&l->group, &stats);
    if (stats.known[CGROUP_CPU_USER] && stats.known[CGROUP_CPU_SYSTEM]) {
        ending->user_microseconds = stats.value[CGROUP_CPU_USER];
        ending->system_microseconds = stats.value[CGROUP_CPU_SYSTEM];
    }
    if (stats.known[CGROUP_MEMORY_PEAK]) {
        ending->peak_memory = stats.value[CGROUP_MEMORY_PEAK];
        ending->peak_is_of_all = true;
    }
    ending->out_of_memory =
        stats.known[CGROUP_OOM_KILLS] && stats.value[CGROUP_OOM_KILLS];
}

/* Process 1 of ours ends with the status of the command, as a shell says it: a signal of
 * the command is 128 and its number there. */
void ending_read(struct launch *l, struct ending *ending)
{
    struct rusage usage = {0};
    int status = 0;
    *ending = (struct ending){.status = LAUNCH_FAILED};
    while (wait4(l->pid, &status, 0, &usage) < 0)
        if (errno != EINTR)
            return;
    ending->wall_microseconds = wall_time(l);
    ending->user_microseconds = microseconds(&usage.ru_utime);
    ending->system_microseconds = microseconds(&usage.ru_stime);
    ending->peak_memory = (uint64_t)usage.ru_maxrss * 1024;
    ending->ran = !l->report->status;
    ending->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ending->signal = l->report->signal;
    if (WIFSIGNALED(status))
        ending->signal = WTERMSIG(status);
    if (!ending->ran)
        ending->status = l->report->status;
    read_counters(l, ending);
}
