/* What a container asks of its control group, as plain data.
 *
 * A number is 0 when nothing is asked, and CGROUP_MAX (-1) when "no limit" is asked
 * for by name (an update that lifts one). Strings and arrays belong to the caller and
 * must live as long as the wish. Units are those of cgroups(7): bytes, microseconds.
 *
 * The words are those of OCI's `linux.resources`; each is written in the way of the
 * hierarchy in which its controller lives (limits_v1.c, limits_v2.c), and a wish that
 * has no counterpart there becomes a gap with its reason, never a silence.
 */
#ifndef RING3_ISOLATE_CGROUP_WISH_H
#define RING3_ISOLATE_CGROUP_WISH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CGROUP_MAX (-1)

/* A limit of one block device. */
struct cgroup_io_limit {
    unsigned major, minor;
    enum cgroup_io_kind {
        CGROUP_IO_WEIGHT, /* 10…1000, as in OCI; io.weight counts 1…10000 */
        CGROUP_IO_READ_BYTES,
        CGROUP_IO_WRITE_BYTES, /* per second */
        CGROUP_IO_READ_OPERATIONS,
        CGROUP_IO_WRITE_OPERATIONS,
    } kind;
    uint64_t value;
};

struct cgroup_page_limit {
    const char *page_size; /* as the kernel writes it: "2MB" */
    int64_t bytes;
};

struct cgroup_rdma_limit {
    const char *device;
    int64_t handles, objects; /* 0: not asked */
};

/* A file of a v2 group and what is written to it: OCI's `unified`. */
struct cgroup_file {
    const char *name, *value;
};

/* Rules about device nodes are read in order, the last that fits decides; before the
 * first, all is forbidden when `device_rules` is not NULL. */
struct cgroup_device_rule {
    bool allow;
    char type;          /* 'a' all, 'b' block, 'c' character */
    int64_t major;      /* -1: any */
    int64_t minor;      /* -1: any */
    const char *access; /* some of "rwm": read, write, mknod */
};

struct cgroup_wish {
    /* ---- where ---- */

    /* A file name such as "isolate-3f2a…": the group is made below the one that the
     * caller is in, or below the nearest one above in which that is possible. */
    const char *name;
    /* In its place: OCI's cgroupsPath. "/a/b" is from the top of each hierarchy that
     * is in sight, "a/b" from the caller's group. Missing groups on the way are made. */
    const char *path;

    /* ---- what for, besides limits ---- */

    bool accounting; /* cgroup_stats will be asked for: memory, cpu, pids, io */
    bool freezer;    /* cgroup_freeze will be */
    bool everywhere; /* a group in every hierarchy, as OCI clients of v1 expect */

    /* ---- memory ---- */

    int64_t memory;      /* bytes of memory; what is above is reclaimed or killed */
    int64_t memory_swap; /* bytes of memory and swap together, as in docker run */
    int64_t memory_reservation; /* kept for the group when memory is short */
    int64_t kernel_memory, kernel_tcp_memory; /* v1 */
    const int64_t *swappiness;                /* v1: 0…100; NULL: not asked */
    bool no_oom_killer;                       /* v1: wait in place of being killed */
    bool oom_group;                           /* v2: all of the group is killed at once */

    /* ---- processor ---- */

    int64_t cpu_quota;   /* microseconds of processor time in each period */
    uint64_t cpu_period; /* microseconds; 0: 100000 */
    uint64_t cpu_burst;
    uint64_t cpu_shares; /* 2…262144, as in OCI and docker; v2 gets cpu.weight from it */
    uint64_t cpu_weight;     /* 1…10000, as in v2; v1 gets cpu.shares from it */
    const int64_t *cpu_idle; /* 1: SCHED_IDLE for the whole group */
    int64_t realtime_runtime;
    uint64_t realtime_period; /* v1 */
    const char *cpus, *mems;  /* "0-2,7" */

    /* ---- the others ---- */

    int64_t pids;       /* processes and threads */
    uint64_t io_weight; /* 10…1000, as in OCI */
    const struct cgroup_io_limit *io;
    size_t io_count;
    const struct cgroup_page_limit *hugetlb;
    size_t hugetlb_count;
    const struct cgroup_rdma_limit *rdma;
    size_t rdma_count;
    uint64_t net_class;                       /* v1: net_cls.classid */
    const struct cgroup_file *net_priorities; /* v1: interface and priority */
    size_t net_priority_count;
    const struct cgroup_file *unified; /* v2 */
    size_t unified_count;
    const struct cgroup_device_rule *device_rules; /* NULL: as the parent has it */
    size_t device_rule_count;
};

/* Is there anything that needs a group? */
bool cgroup_wish_needs_group(const struct cgroup_wish *wish);

#endif
