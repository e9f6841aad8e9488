/* The controllers, under the names that v1 and v2 give them. */
#ifndef RING3_ISOLATE_CGROUP_CONTROLLER_H
#define RING3_ISOLATE_CGROUP_CONTROLLER_H

#include <stdbool.h>
#include <stddef.h>

enum controller {
    CONTROLLER_CPU,
    CONTROLLER_CPUACCT, /* v2: part of cpu, and counted without it */
    CONTROLLER_CPUSET,
    CONTROLLER_MEMORY,
    CONTROLLER_IO, /* v1: blkio */
    CONTROLLER_PIDS,
    CONTROLLER_HUGETLB,
    CONTROLLER_RDMA,
    CONTROLLER_DEVICES,    /* v2: a BPF program, no controller */
    CONTROLLER_FREEZER,    /* v2: every group can */
    CONTROLLER_NET_CLS,    /* v1 only */
    CONTROLLER_NET_PRIO,   /* v1 only */
    CONTROLLER_PERF_EVENT, /* v2: without being asked */
    CONTROLLER_MISC,       /* v2 only */
    CONTROLLER_COUNT
};

#define CONTROLLER_BIT(controller) (1u << (controller))

struct controller_name {
    const char *v1, *v2; /* NULL: there is none of that name */
    bool v2_always;      /* every v2 group has it: nothing is to be switched on */
};

extern const struct controller_name controller_names[CONTROLLER_COUNT];

/* The bit of a name of this length; 0 when it is no controller that we know. */
unsigned controller_bit(const char *name, size_t length, bool v2);

/* The bits of a list such as "cpu,cpuacct" (v1) or "cpu memory pids\n" (v2). */
unsigned controller_bits(const char *list, bool v2);

/* "cpu memory pids" into `text`; v1 with commas. */
void controller_list(unsigned controllers, bool v2, char *text, size_t size);

#endif
