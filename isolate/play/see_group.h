/* The counters of a control group as facts. */
#ifndef RING3_ISOLATE_SEE_GROUP_H
#define RING3_ISOLATE_SEE_GROUP_H

#include "isolate/cgroup/cgroup.h"
#include "isolate/play/observe.h"

/* Fills FACT_MEMORY, FACT_PIDS, FACT_CPU and FACT_IO. */
void see_group(const struct cgroup *group, struct observation *seen);

#endif
