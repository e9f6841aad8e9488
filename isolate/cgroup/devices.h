/* Which device nodes the processes of a group may open and make. */
#ifndef RING3_ISOLATE_CGROUP_DEVICES_H
#define RING3_ISOLATE_CGROUP_DEVICES_H

#include <linux/bpf.h>

#include "isolate/cgroup/cgroup.h"

/* v1: devices.deny and devices.allow. */
int devices_v1(struct cgroup *group, const struct cgroup_folder *folder,
               const struct cgroup_wish *wish, struct error *error);

/* v2: a BPF program that the kernel asks at every open and mknod; CAP_SYS_ADMIN or
 * CAP_BPF is needed to load it. It takes the place of one that is there already. */
int devices_v2(struct cgroup *group, const struct cgroup_folder *folder,
               const struct cgroup_wish *wish, struct error *error);

enum { DEVICE_RULES_MAX = 256, DEVICE_INSTRUCTIONS_MAX = 16 + 10 * DEVICE_RULES_MAX };

/* The program of these rules; the number of instructions, -1 for too many rules or a
 * rule that makes no sense. */
int devices_program(const struct cgroup_device_rule *rules, size_t count,
                    struct bpf_insn *program, struct error *error);

#endif
