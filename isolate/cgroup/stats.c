/* The counters, as a table: which file has them, under which key, in which unit.
 * Sources: admin-guide/cgroup-v1 (memory, cpuacct, pids, blkio-controller), cgroup-v2. */
#include "isolate/cgroup/stats.h"

#include <string.h>

#include "isolate/cgroup/controller.h"
#include "isolate/cgroup/files.h"
#include "labs/kit/cleanup.h"

const char *const cgroup_counter_names[CGROUP_COUNTER_COUNT] = {
    [CGROUP_MEMORY_NOW] = "memory",
    [CGROUP_MEMORY_PEAK] = "memory_peak",
    [CGROUP_MEMORY_LIMIT] = "memory_limit",
    [CGROUP_MEMORY_ANON] = "memory_anon",
    [CGROUP_MEMORY_FILE] = "memory_file",
    [CGROUP_MEMORY_SWAP] = "memory_swap",
    [CGROUP_OOM_KILLS] = "oom_kills",
    [CGROUP_CPU_TIME] = "cpu_us",
    [CGROUP_CPU_USER] = "cpu_user_us",
    [CGROUP_CPU_SYSTEM] = "cpu_system_us",
    [CGROUP_CPU_PERIODS] = "cpu_periods",
    [CGROUP_CPU_THROTTLED] = "cpu_throttled",
    [CGROUP_CPU_THROTTLED_TIME] = "cpu_throttled_us",
    [CGROUP_PIDS_NOW] = "pids",
    [CGROUP_PIDS_PEAK] = "pids_peak",
    [CGROUP_PIDS_LIMIT] = "pids_limit",
    [CGROUP_PIDS_REFUSED] = "pids_refused",
    [CGROUP_IO_READ] = "io_read",
    [CGROUP_IO_WRITTEN] = "io_written",
    [CGROUP_IO_READS] = "io_reads",
    [CGROUP_IO_WRITES] = "io_writes",
};

struct source {
    enum cgroup_counter counter;
    enum controller controller;
    const char *file;
    const char *key;  /* NULL: the file is one number */
    unsigned divisor; /* to microseconds */
};

/* The rows of one file stand together: it is read once. */
static const struct source v1_sources[] = {
    {CGROUP_MEMORY_NOW, CONTROLLER_MEMORY, "memory.usage_in_bytes", NULL, 1},
    {CGROUP_MEMORY_PEAK, CONTROLLER_MEMORY, "memory.max_usage_in_bytes", NULL, 1},
    {CGROUP_MEMORY_LIMIT, CONTROLLER_MEMORY, "memory.limit_in_bytes", NULL, 1},
    {CGROUP_MEMORY_ANON, CONTROLLER_MEMORY, "memory.stat", "total_rss", 1},
    {CGROUP_MEMORY_FILE, CONTROLLER_MEMORY, "memory.stat", "total_cache", 1},
    {CGROUP_MEMORY_SWAP, CONTROLLER_MEMORY, "memory.stat", "total_swap", 1},
    {CGROUP_OOM_KILLS, CONTROLLER_MEMORY, "memory.oom_control", "oom_kill", 1},
    {CGROUP_CPU_TIME, CONTROLLER_CPUACCT, "cpuacct.usage", NULL, 1000},
    {CGROUP_CPU_USER, CONTROLLER_CPUACCT, "cpuacct.usage_user", NULL, 1000},
    {CGROUP_CPU_SYSTEM, CONTROLLER_CPUACCT, "cpuacct.usage_sys", NULL, 1000},
    {CGROUP_CPU_PERIODS, CONTROLLER_CPU, "cpu.stat", "nr_periods", 1},
    {CGROUP_CPU_THROTTLED, CONTROLLER_CPU, "cpu.stat", "nr_throttled", 1},
    {CGROUP_CPU_THROTTLED_TIME, CONTROLLER_CPU, "cpu.stat", "throttled_time", 1000},
    {CGROUP_PIDS_NOW, CONTROLLER_PIDS, "pids.current", NULL, 1},
    {CGROUP_PIDS_PEAK, CONTROLLER_PIDS, "pids.peak", NULL, 1},
    {CGROUP_PIDS_LIMIT, CONTROLLER_PIDS, "pids.max", NULL, 1},
    {CGROUP_PIDS_REFUSED, CONTROLLER_PIDS, "pids.events", "max", 1},
    {CGROUP_IO_READ, CONTROLLER_IO, "blkio.throttle.io_service_bytes", "Read", 1},
    {CGROUP_IO_WRITTEN, CONTROLLER_IO, "blkio.throttle.io_service_bytes", "Write", 1},
    {CGROUP_IO_READS, CONTROLLER_IO, "blkio.throttle.io_serviced", "Read", 1},
    {CGROUP_IO_WRITES, CONTROLLER_IO, "blkio.throttle.io_serviced", "Write", 1},
    {0},
};

static const struct source v2_sources[] = {
    {CGROUP_MEMORY_NOW, CONTROLLER_MEMORY, "memory.current", NULL, 1},
    {CGROUP_MEMORY_PEAK, CONTROLLER_MEMORY, "memory.peak", NULL, 1}, /* Linux 5.19 */
    {CGROUP_MEMORY_LIMIT, CONTROLLER_MEMORY, "memory.max", NULL, 1},
    {CGROUP_MEMORY_ANON, CONTROLLER_MEMORY, "memory.stat", "anon", 1},
    {CGROUP_MEMORY_FILE, CONTROLLER_MEMORY, "memory.stat", "file", 1},
    {CGROUP_MEMORY_SWAP, CONTROLLER_MEMORY, "memory.swap.current", NULL, 1},
    {CGROUP_OOM_KILLS, CONTROLLER_MEMORY, "memory.events", "oom_kill", 1},
    {CGROUP_CPU_TIME, CONTROLLER_CPUACCT, "cpu.stat", "usage_usec", 1},
    {CGROUP_CPU_USER, CONTROLLER_CPUACCT, "cpu.stat", "user_usec", 1},
    {CGROUP_CPU_SYSTEM, CONTROLLER_CPUACCT, "cpu.stat", "system_usec", 1},
    {CGROUP_CPU_PERIODS, CONTROLLER_CPU, "cpu.stat", "nr_periods", 1},
    {CGROUP_CPU_THROTTLED, CONTROLLER_CPU, "cpu.stat", "nr_throttled", 1},
    {CGROUP_CPU_THROTTLED_TIME, CONTROLLER_CPU, "cpu.stat", "throttled_usec", 1},
    {CGROUP_PIDS_NOW, CONTROLLER_PIDS, "pids.current", NULL, 1},
    {CGROUP_PIDS_PEAK, CONTROLLER_PIDS, "pids.peak", NULL, 1}, /* Linux 6.1 */
    {CGROUP_PIDS_LIMIT, CONTROLLER_PIDS, "pids.max", NULL, 1},
    {CGROUP_PIDS_REFUSED, CONTROLLER_PIDS, "pids.events", "max", 1},
    {CGROUP_IO_READ, CONTROLLER_IO, "io.stat", "rbytes=", 1},
    {CGROUP_IO_WRITTEN, CONTROLLER_IO, "io.stat", "wbytes=", 1},
    {CGROUP_IO_READS, CONTROLLER_IO, "io.stat", "rios=", 1},
    {CGROUP_IO_WRITES, CONTROLLER_IO, "io.stat", "wios=", 1},
    {0},
};

/* Every group of v2 counts its processor time, with the controller or without. */
static unsigned counts(const struct cgroup_folder *folder)
{
    return folder->controllers | (folder->v2 ? CONTROLLER_BIT(CONTROLLER_CPUACCT) : 0);
}

static void read_folder(const struct cgroup_folder *folder, struct cgroup_stats *stats)
{
    const struct source *row = folder->v2 ? v2_sources : v1_sources;
    const char *open_file = NULL;
    cleanup_free char *text = NULL;
    for (; row->file; row++) {
        if (!(counts(folder) & CONTROLLER_BIT(row->controller)))
            continue;
        if (!open_file || strcmp(open_file, row->file) != 0) {
            free(text);
            text = group_get_all(folder->fd, row->file);
            open_file = row->file;
        }
        uint64_t value = 0;
        if (!text || !(row->key ? group_keyed(text, row->key, &value)
                                : group_number_in(text, &value)))
            continue;
        stats->value[row->counter] = value == UINT64_MAX ? value : value / row->divisor;
        stats->known[row->counter] = true;
    }
}

void cgroup_stats(const struct cgroup *group, struct cgroup_stats *stats)
{
    *stats = (struct cgroup_stats){0};
    for (size_t i = 0; i < group->folder_count; i++)
        read_folder(&group->folders[i], stats);
}
