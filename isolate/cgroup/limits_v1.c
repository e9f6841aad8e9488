/* The wish in the files of v1. Source: the kernel's admin-guide/cgroup-v1. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "isolate/cgroup/devices.h"
#include "isolate/cgroup/limits.h"

/* ---- memory ---- */

static bool memory(const struct cgroup_wish *w, char *text)
{
    return limit_number(w->memory, "-1", text);
}

static bool memory_swap(const struct cgroup_wish *w, char *text)
{
    return limit_number(w->memory_swap, "-1", text);
}

static bool reservation(const struct cgroup_wish *w, char *text)
{
    return limit_number(w->memory_reservation, "-1", text);
}

static bool kernel_memory(const struct cgroup_wish *w, char *text)
{
    return limit_number(w->kernel_memory, "-1", text);
}

static bool kernel_tcp(const struct cgroup_wish *w, char *text)
{
    return limit_number(w->kernel_tcp_memory, "-1", text);
}

static bool swappiness(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%lld", w->swappiness ? (long long)*w->swappiness : 0);
    return w->swappiness;
}

static bool oom_control(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "1");
    return w->no_oom_killer;
}

/* ---- processor ---- */

static bool period(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%" PRIu64, w->cpu_period);
    return w->cpu_period;
}

static bool quota(const struct cgroup_wish *w, char *text)
{
    return limit_number(w->cpu_quota, "-1", text);
}

static bool burst(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%" PRIu64, w->cpu_burst);
    return w->cpu_burst;
}

/* The way back of the formula in limits_v2.c. */
static bool shares(const struct cgroup_wish *w, char *text)
{
    uint64_t from_weight = w->cpu_weight ? 2 + (w->cpu_weight - 1) * 262142 / 9999 : 0;
    uint64_t value = w->cpu_shares ? w->cpu_shares : from_weight;
    snprintf(text, LIMIT_TEXT_MAX, "%" PRIu64, value);
    return value;
}

static bool idle(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%lld", w->cpu_idle ? (long long)*w->cpu_idle : 0);
    return w->cpu_idle;
}

static bool realtime_period(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%" PRIu64, w->realtime_period);
    return w->realtime_period;
}

static bool realtime_runtime(const struct cgroup_wish *w, char *text)
{
    return limit_number(w->realtime_runtime, "-1", text);
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

static bool weight(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%" PRIu64, w->io_weight);
    return w->io_weight;
}

static bool net_class(const struct cgroup_wish *w, char *text)
{
    snprintf(text, LIMIT_TEXT_MAX, "%" PRIu64, w->net_class);
    return w->net_class;
}

const struct limit_row limits_v1_rows[] = {
    {CONTROLLER_MEMORY, "memory.limit_in_bytes", memory, NULL},
    {CONTROLLER_MEMORY, "memory.memsw.limit_in_bytes", memory_swap, NULL},
    {CONTROLLER_MEMORY, "memory.soft_limit_in_bytes", reservation, NULL},
    {CONTROLLER_MEMORY, "memory.kmem.limit_in_bytes", kernel_memory, NULL},
    {CONTROLLER_MEMORY, "memory.kmem.tcp.limit_in_bytes", kernel_tcp, NULL},
    {CONTROLLER_MEMORY, "memory.swappiness", swappiness, NULL},
    {CONTROLLER_MEMORY, "memory.oom_control", oom_control, NULL},
    {CONTROLLER_CPU, "cpu.cfs_period_us", period, NULL},
    {CONTROLLER_CPU, "cpu.cfs_quota_us", quota, NULL},
    {CONTROLLER_CPU, "cpu.cfs_burst_us", burst, NULL},
    {CONTROLLER_CPU, "cpu.shares", shares, NULL},
    {CONTROLLER_CPU, "cpu.idle", idle, NULL},
    {CONTROLLER_CPU, "cpu.rt_period_us", realtime_period, NULL},
    {CONTROLLER_CPU, "cpu.rt_runtime_us", realtime_runtime, NULL},
    {CONTROLLER_CPUSET, "cpuset.cpus", cpus, NULL},
    {CONTROLLER_CPUSET, "cpuset.mems", mems, NULL},
    {CONTROLLER_PIDS, "pids.max", pids, NULL},
    {CONTROLLER_IO, "blkio.bfq.weight", weight, "blkio.weight"},
    {CONTROLLER_NET_CLS, "net_cls.classid", net_class, NULL},
    {0},
};

/* ---- lists ---- */

static int io_limits(struct cgroup *group, const struct cgroup_folder *folder,
                     const struct cgroup_wish *w, struct error *error)
{
    static const char *const files[] = {
        [CGROUP_IO_WEIGHT] = "blkio.bfq.weight_device",
        [CGROUP_IO_READ_BYTES] = "blkio.throttle.read_bps_device",
        [CGROUP_IO_WRITE_BYTES] = "blkio.throttle.write_bps_device",
        [CGROUP_IO_READ_OPERATIONS] = "blkio.throttle.read_iops_device",
        [CGROUP_IO_WRITE_OPERATIONS] = "blkio.throttle.write_iops_device",
    };
    char text[LIMIT_TEXT_MAX];
    int result = 0;
    for (size_t i = 0; result == 0 && i < w->io_count; i++) {
        const struct cgroup_io_limit *io = &w->io[i];
        snprintf(text, sizeof text, "%u:%u %" PRIu64, io->major, io->minor, io->value);
        result = limit_put(group, folder, CONTROLLER_IO, files[io->kind], text, error);
    }
    return result;
}

static int page_limits(struct cgroup *group, const struct cgroup_folder *folder,
                       const struct cgroup_wish *w, struct error *error)
{
    char file[64], text[LIMIT_TEXT_MAX];
    int result = 0;
    for (size_t i = 0; result == 0 && i < w->hugetlb_count; i++) {
        snprintf(file, sizeof file, "hugetlb.%.30s.limit_in_bytes",
                 w->hugetlb[i].page_size);
        limit_number(w->hugetlb[i].bytes, "-1", text);
        result = limit_put(group, folder, CONTROLLER_HUGETLB, file, text, error);
    }
    return result;
}

static int net_priorities(struct cgroup *group, const struct cgroup_folder *folder,
                          const struct cgroup_wish *w, struct error *error)
{
    char text[LIMIT_TEXT_MAX];
    int result = 0;
    for (size_t i = 0; result == 0 && i < w->net_priority_count; i++) {
        const struct cgroup_file *priority = &w->net_priorities[i];
        snprintf(text, sizeof text, "%.100s %.20s", priority->name, priority->value);
        result = limit_put(group, folder, CONTROLLER_NET_PRIO, "net_prio.ifpriomap", text,
                           error);
    }
    return result;
}

const struct limit_list limits_v1_lists[] = {
    {CONTROLLER_IO, io_limits},       {CONTROLLER_HUGETLB, page_limits},
    {CONTROLLER_RDMA, limit_rdma},    {CONTROLLER_NET_PRIO, net_priorities},
    {CONTROLLER_DEVICES, devices_v1}, {0},
};
