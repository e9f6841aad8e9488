/* The wish in the files of v2. Source: the kernel's admin-guide/cgroup-v2, "Controllers".
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/cgroup/devices.h"
#include "isolate/cgroup/limits.h"
#include "isolate/cgroup/place.h"

/* ---- memory ---- */

static bool memory(const struct cgroup_wish *w, char *text)
{
    return limit_number(w->memory, "max", text);
}

/* v2 counts swap alone, docker and v1 memory and swap together. */
static bool swap(const struct cgroup_wish *w, char *text)
{
    if (w->memory_swap < 0 || (w->memory_swap && w->memory <= 0))
        return limit_number(w->memory_swap, "max", text);
    int64_t alone = w->memory_swap > w->memory ? w->memory_swap - w->memory : 0;
    snprintf(text, LIMIT_TEXT_MAX, "%lld", (long long)alone);
    return w->memory_swap;
}

static bool reservation(const struct cgroup_wish *w, char *text)
{
    return limit_number(w->memory_reservation, "max", text);
}

static bool oom_group(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "1");
    return w->oom_group;
}

/* ---- processor ---- */

static bool cpu_max(const struct cgroup_wish *w, char *text)
{
    char quota[LIMIT_TEXT_MAX];
    bool has_quota = limit_number(w->cpu_quota, "max", quota);
    uint64_t period = w->cpu_period ? w->cpu_period : 100000;
    snprintf(text, LIMIT_TEXT_MAX, "%.20s %" PRIu64, has_quota ? quota : "max", period);
    return has_quota || w->cpu_period;
}

static bool burst(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%" PRIu64, w->cpu_burst);
    return w->cpu_burst;
}

/* Shares 2…262144 to weight 1…10000: the straight line of OCI's runtime spec. It gives
 * docker's 1024 the weight 39, where 100 is what a group has by itself; only the
 * proportions among groups that are made in this way mean something. */
static bool weight(const struct cgroup_wish *w, char *text)
{
    uint64_t shares = w->cpu_shares < 2 ? 2 : w->cpu_shares;
    if (shares > 262144)
        shares = 262144;
    uint64_t value = w->cpu_weight ? w->cpu_weight : 1 + (shares - 2) * 9999 / 262142;
    snprintf(text, LIMIT_TEXT_MAX, "%" PRIu64, value);
    return w->cpu_weight || w->cpu_shares;
}

static bool idle(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%lld", w->cpu_idle ? (long long)*w->cpu_idle : 0);
    return w->cpu_idle;
}

static bool cpus(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%s", w->cpus ? w->cpus : "");
    return w->cpus;
}

static bool mems(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%s", w->mems ? w->mems : "");
    return w->mems;
}

/* ---- the others ---- */

static bool pids(const struct cgroup_wish *w, char *text)
{
    return limit_number(w->pids, "max", text);
}

/* OCI says 10…1000, as BFQ did; io.weight of the cost model has 1…10000. */
static uint64_t cost_weight(uint64_t weight)
{
    return weight <= 10 ? 1 : 1 + (weight - 10) * 9999 / 990;
}

const struct limit_row limits_v2_rows[] = {
    {CONTROLLER_MEMORY, "memory.max", memory, NULL},
    {CONTROLLER_MEMORY, "memory.swap.max", swap, NULL},
    {CONTROLLER_MEMORY, "memory.low", reservation, NULL},
    {CONTROLLER_MEMORY, "memory.oom.group", oom_group, NULL},
    {CONTROLLER_CPU, "cpu.max", cpu_max, NULL},
    {CONTROLLER_CPU, "cpu.max.burst", burst, NULL},
    {CONTROLLER_CPU, "cpu.weight", weight, NULL},
    {CONTROLLER_CPU, "cpu.idle", idle, NULL},
    {CONTROLLER_CPUSET, "cpuset.cpus", cpus, NULL},
    {CONTROLLER_CPUSET, "cpuset.mems", mems, NULL},
    {CONTROLLER_PIDS, "pids.max", pids, NULL},
    {0},
};

/* ---- lists ---- */

static int io_weight(struct cgroup *group, const struct cgroup_folder *folder,
                     uint64_t weight, struct error *error)
{
    char text[LIMIT_TEXT_MAX];
    bool bfq = faccessat(folder->fd, "io.bfq.weight", F_OK, 0) == 0;
    snprintf(text, sizeof text, "default %" PRIu64, bfq ? weight : cost_weight(weight));
    return limit_put(group, folder, CONTROLLER_IO, bfq ? "io.bfq.weight" : "io.weight",
                     text, error);
}

static int io_limits(struct cgroup *group, const struct cgroup_folder *folder,
                     const struct cgroup_wish *w, struct error *error)
{
    static const char *const keys[] = {
        [CGROUP_IO_READ_BYTES] = "rbps=",
        [CGROUP_IO_WRITE_BYTES] = "wbps=",
        [CGROUP_IO_READ_OPERATIONS] = "riops=",
        [CGROUP_IO_WRITE_OPERATIONS] = "wiops=",
    };
    char text[LIMIT_TEXT_MAX];
    int result = w->io_weight ? io_weight(group, folder, w->io_weight, error) : 0;
    for (size_t i = 0; result == 0 && i < w->io_count; i++) {
        const struct cgroup_io_limit *io = &w->io[i];
        bool weight = io->kind == CGROUP_IO_WEIGHT;
        snprintf(text, sizeof text, "%u:%u %s%" PRIu64, io->major, io->minor,
                 weight ? "" : keys[io->kind], io->value);
        result = limit_put(group, folder, CONTROLLER_IO,
                           weight ? "io.bfq.weight" : "io.max", text, error);
    }
    return result;
}

static int page_limits(struct cgroup *group, const struct cgroup_folder *folder,
                       const struct cgroup_wish *w, struct error *error)
{
    char file[64], text[LIMIT_TEXT_MAX];
    int result = 0;
    for (size_t i = 0; result == 0 && i < w->hugetlb_count; i++) {
        snprintf(file, sizeof file, "hugetlb.%.30s.max", w->hugetlb[i].page_size);
        limit_number(w->hugetlb[i].bytes, "max", text);
        result = limit_put(group, folder, CONTROLLER_HUGETLB, file, text, error);
    }
    return result;
}

const struct limit_list limits_v2_lists[] = {
    {CONTROLLER_IO, io_limits},
    {CONTROLLER_HUGETLB, page_limits},
    {CONTROLLER_RDMA, limit_rdma},
    {CONTROLLER_DEVICES, devices_v2},
    {0},
};

/* ---- what v2 does not have, and files by name ---- */

static void explain_v1_words(struct cgroup *group, const struct cgroup_wish *w)
{
    const struct {
        bool asked;
        const char *limit, *reason;
    } rows[] = {
        {w->kernel_memory, "kernel memory", "v2 counts it within memory.max"},
        {w->kernel_tcp_memory, "kernel TCP memory", "v2 counts it within memory.max"},
        {w->swappiness, "swappiness", "v2 has none for one group"},
        {w->no_oom_killer, "no OOM killer", "v2 cannot do without it"},
        {w->realtime_runtime || w->realtime_period, "real time",
         "v2 cannot share it out to groups"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].asked)
            place_gap(group, rows[i].limit, "%s", rows[i].reason);
}

int limits_v2_files(struct cgroup *group, const struct cgroup_folder *folder,
                    const struct cgroup_wish *w, struct error *error)
{
    int result = 0;
    explain_v1_words(group, w);
    for (size_t i = 0; result == 0 && i < w->unified_count; i++) {
        const char *file = w->unified[i].name;
        unsigned bit = controller_bit(file, strcspn(file, "."), true);
        if (strchr(file, '/'))
            return error_set(error, STATUS_REQUEST, "\"%.100s\" is no file of a group",
                             file);
        int controller = bit ? __builtin_ctz(bit) : CONTROLLER_MISC;
        result = limit_put(group, folder, (enum controller)controller, file,
                           w->unified[i].value, error);
    }
    return result;
}
