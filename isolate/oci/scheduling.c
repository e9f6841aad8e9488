/* How the processor and the disks are shared: sched_setattr(2), ioprio_set(2). */
#include "isolate/oci/scheduling.h"

#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct word {
    const char *name; /* NULL ends */
    int value;
};

/* linux/sched.h and linux/ioprio.h */
static const struct word policies[] = {
    {"SCHED_OTHER", 0}, {"SCHED_FIFO", 1}, {"SCHED_RR", 2},       {"SCHED_BATCH", 3},
    {"SCHED_ISO", 4},   {"SCHED_IDLE", 5}, {"SCHED_DEADLINE", 6}, {NULL, -1},
};
static const struct word flags[] = {
    {"SCHED_FLAG_RESET_ON_FORK", 0x01},  {"SCHED_FLAG_RECLAIM", 0x02},
    {"SCHED_FLAG_DL_OVERRUN", 0x04},     {"SCHED_FLAG_KEEP_POLICY", 0x08},
    {"SCHED_FLAG_KEEP_PARAMS", 0x10},    {"SCHED_FLAG_UTIL_CLAMP_MIN", 0x20},
    {"SCHED_FLAG_UTIL_CLAMP_MAX", 0x40}, {NULL, -1},
};
static const struct word classes[] = {
    {"IOPRIO_CLASS_RT", 1},
    {"IOPRIO_CLASS_BE", 2},
    {"IOPRIO_CLASS_IDLE", 3},
    {NULL, -1},
};

static int find(const struct word *words, const char *name)
{
    while (words->name && strcmp(words->name, name) != 0)
        words++;
    return words->value;
}

int scheduling_check(const struct config_process *process, struct error *error)
{
    const struct config_scheduler *s = process->scheduler;
    const struct config_io_priority *io = process->io_priority;
    if (s && find(policies, s->policy) < 0)
        return error_set(error, STATUS_REQUEST,
                         "config.json: process.scheduler.policy: %s is none", s->policy);
    for (size_t i = 0; s && i < s->flags.count; i++)
        if (find(flags, s->flags.items[i]) < 0)
            return error_set(error, STATUS_REQUEST,
                             "config.json: process.scheduler.flags[%zu]: %s is none", i,
                             s->flags.items[i]);
    if (io && (find(classes, io->class) < 0 || io->priority < 0 || io->priority > 7))
        return error_set(error, STATUS_REQUEST,
                         "config.json: process.ioPriority: a class IOPRIO_CLASS_RT, _BE "
                         "or _IDLE, and a priority of 0 to 7");
    return 0;
}

static int set_scheduler(const struct config_scheduler *from, struct error *error)
{
    struct { /* struct sched_attr */
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } attributes = {
        .size = sizeof attributes,
        .policy = (uint32_t)find(policies, from->policy),
        .nice = (int32_t)from->nice,
        .priority = (uint32_t)from->priority,
        .runtime = from->runtime,
        .deadline = from->deadline,
        .period = from->period,
    };
    for (size_t i = 0; i < from->flags.count; i++)
        attributes.flags |= (uint64_t)find(flags, from->flags.items[i]);
    if (syscall(SYS_sched_setattr, 0, &attributes, 0) == 0)
        return 0;
    return error_errno(error, STATUS_HOST, "config.json: process.scheduler");
}

int scheduling_apply(const struct config_process *process, struct error *error)
{
    enum { CLASS_SHIFT = 13, WHO_PROCESS = 1 };
    const struct config_io_priority *io = process->io_priority;
    if (process->scheduler && set_scheduler(process->scheduler, error) < 0)
        return -1;
    if (io && syscall(SYS_ioprio_set, WHO_PROCESS, 0,
                      find(classes, io->class) << CLASS_SHIFT | (int)io->priority) < 0)
        return error_errno(error, STATUS_HOST, "config.json: process.ioPriority");
    return 0;
}
