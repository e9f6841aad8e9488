/* The kernel's counters of a group, in a few words each. */
#include "isolate/play/see_group.h"

#include <stdio.h>

#include "isolate/cgroup/stats.h"

static const double MEBIBYTE = 1 << 20;

static void see_memory(const struct cgroup_stats *stats, char *out)
{
    uint64_t limit = stats->value[CGROUP_MEMORY_LIMIT];
    int length = snprintf(out, FACT_MAX, "%.1f",
                          (double)stats->value[CGROUP_MEMORY_NOW] / MEBIBYTE);
    /* v1 says "none" by a number that no machine has. */
    if (stats->known[CGROUP_MEMORY_LIMIT] && limit >> 50 == 0)
        length += snprintf(out + length, FACT_MAX - (size_t)length, " of %.0f",
                           (double)limit / MEBIBYTE);
    snprintf(out + length, FACT_MAX - (size_t)length, " MiB, %llu killed",
             (unsigned long long)stats->value[CGROUP_OOM_KILLS]);
}

static void see_tasks(const struct cgroup_stats *stats, char *out)
{
    uint64_t limit = stats->value[CGROUP_PIDS_LIMIT];
    int length = snprintf(out, FACT_MAX, "%llu",
                          (unsigned long long)stats->value[CGROUP_PIDS_NOW]);
    if (stats->known[CGROUP_PIDS_LIMIT] && limit != CGROUP_UNLIMITED)
        length += snprintf(out + length, FACT_MAX - (size_t)length, " of %llu",
                           (unsigned long long)limit);
    snprintf(out + length, FACT_MAX - (size_t)length, ", %llu refused",
             (unsigned long long)stats->value[CGROUP_PIDS_REFUSED]);
}

static void see_cpu(const struct cgroup_stats *stats, char *out)
{
    snprintf(out, FACT_MAX, "%llu ms, stopped %llu×",
             (unsigned long long)stats->value[CGROUP_CPU_TIME] / 1000,
             (unsigned long long)stats->value[CGROUP_CPU_THROTTLED]);
}

static void see_io(const struct cgroup_stats *stats, char *out)
{
    snprintf(out, FACT_MAX, "read %llu, written %llu bytes",
             (unsigned long long)stats->value[CGROUP_IO_READ],
             (unsigned long long)stats->value[CGROUP_IO_WRITTEN]);
}

void see_group(const struct cgroup *group, struct observation *seen)
{
    struct cgroup_stats stats;
    cgroup_stats(group, &stats);
    static const struct {
        enum cgroup_counter counter;
        enum fact fact;
        void (*see)(const struct cgroup_stats *stats, char *out);
    } rows[] = {
        {CGROUP_MEMORY_NOW, FACT_MEMORY, see_memory},
        {CGROUP_PIDS_NOW, FACT_PIDS, see_tasks},
        {CGROUP_CPU_TIME, FACT_CPU, see_cpu},
        {CGROUP_IO_WRITTEN, FACT_IO, see_io},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (stats.known[rows[i].counter])
            rows[i].see(&stats, seen->facts[rows[i].fact]);
        else
            snprintf(seen->facts[rows[i].fact], FACT_MAX, "nothing counted yet");
}
