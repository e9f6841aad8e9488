/* The controllers' names. See controller.h; sources: cgroups(7), the kernel's
 * admin-guide/cgroup-v1 and admin-guide/cgroup-v2. */
#include "isolate/cgroup/controller.h"

#include <stdio.h>
#include <string.h>

const struct controller_name controller_names[CONTROLLER_COUNT] = {
    [CONTROLLER_CPU] = {"cpu", "cpu", false},
    [CONTROLLER_CPUACCT] = {"cpuacct", NULL, true},
    [CONTROLLER_CPUSET] = {"cpuset", "cpuset", false},
    [CONTROLLER_MEMORY] = {"memory", "memory", false},
    [CONTROLLER_IO] = {"blkio", "io", false},
    [CONTROLLER_PIDS] = {"pids", "pids", false},
    [CONTROLLER_HUGETLB] = {"hugetlb", "hugetlb", false},
    [CONTROLLER_RDMA] = {"rdma", "rdma", false},
    [CONTROLLER_DEVICES] = {"devices", NULL, true},
    [CONTROLLER_FREEZER] = {"freezer", NULL, true},
    [CONTROLLER_NET_CLS] = {"net_cls", NULL, false},
    [CONTROLLER_NET_PRIO] = {"net_prio", NULL, false},
    [CONTROLLER_PERF_EVENT] = {"perf_event", NULL, true},
    [CONTROLLER_MISC] = {NULL, "misc", false},
};

unsigned controller_bit(const char *name, size_t length, bool v2)
{
    for (unsigned i = 0; i < CONTROLLER_COUNT; i++) {
        const char *known = v2 ? controller_names[i].v2 : controller_names[i].v1;
        if (known && strlen(known) == length && !memcmp(known, name, length))
            return CONTROLLER_BIT(i);
    }
    return 0;
}

unsigned controller_bits(const char *list, bool v2)
{
    static const char separators[] = ", \n";
    unsigned bits = 0;
    for (const char *at = list; *at;) {
        size_t length = strcspn(at, separators);
        bits |= controller_bit(at, length, v2);
        at += length;
        at += strspn(at, separators);
    }
    return bits;
}

void controller_list(unsigned controllers, bool v2, char *text, size_t size)
{
    size_t length = 0;
    if (size)
        *text = 0;
    for (unsigned i = 0; i < CONTROLLER_COUNT; i++) {
        const char *name = v2 ? controller_names[i].v2 : controller_names[i].v1;
        if (!(controllers & CONTROLLER_BIT(i)) || !name || length >= size)
            continue;
        int added = snprintf(text + length, size - length, "%s%s",
                             length ? (v2 ? " " : ",") : "", name);
        length += added > 0 ? (size_t)added : 0;
    }
}
