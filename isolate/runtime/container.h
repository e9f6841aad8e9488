/* A container, resolved: exactly what is to be made.
 *
 * No defaults and no policy: `isolate run` derives it from a struct wish, with ours
 * (wish.h); isolate-oci from config.json, with none. launch.h makes it. A zeroed struct
 * is a plain process without a namespace of its own.
 *
 * Strings and arrays live as long as the container; who fills it frees them
 * (container_free for what wish_resolve has made).
 */
#ifndef RING3_ISOLATE_CONTAINER_H
#define RING3_ISOLATE_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "isolate/layer.h"
#include "isolate/runtime/plan.h"
#include "isolate/runtime/process.h"

struct cgroup_wish;  /* cgroup/cgroup.h */
struct network_wish; /* network/network.h */

enum namespace_kind {
    NAMESPACE_USER,
    NAMESPACE_PID,
    NAMESPACE_MOUNT,
    NAMESPACE_UTS,
    NAMESPACE_IPC,
    NAMESPACE_NETWORK,
    NAMESPACE_CGROUP,
    NAMESPACE_TIME,
    NAMESPACE_COUNT
};

/* The CLONE_NEW… of a kind, and its name in /proc/PID/ns. */
extern const unsigned long namespace_flags[NAMESPACE_COUNT];
extern const char *const namespace_files[NAMESPACE_COUNT];

/* A row of /proc/PID/uid_map. */
struct id_map {
    uint32_t inside, outside, count;
};

enum { ID_MAPS_MAX = 340 }; /* the kernel's own bound */

struct id_maps {
    const struct id_map *rows;
    size_t count;
};

/* Seconds and nanoseconds that the clocks of a new time namespace are ahead. */
struct time_offset {
    int64_t seconds;
    uint32_t nanoseconds;
};

/* Called at fixed moments of the set-up; NULL: not. -1 with the error filled ends the
 * container. OCI's hooks are run from these. */
struct moments {
    void *context;
    /* Outside, when the namespaces are there and before pivot_root; `pid` as the caller
     * sees it. The container's process waits meanwhile. */
    int (*created)(void *context, pid_t pid, struct error *error);
    /* In the container's namespaces, before pivot_root. */
    int (*before_pivot)(void *context, struct error *error);
    /* In the container, started, just before its capabilities are given up. */
    int (*before_execute)(void *context, struct error *error);
};

struct container {
    /* -- namespaces -- */
    unsigned long make;                /* CLONE_NEW… bits of those that are new */
    const char *join[NAMESPACE_COUNT]; /* a path to enter ("/proc/7/ns/net"), or NULL */
    struct id_maps uids, gids;         /* of a new user namespace; none: not written */
    bool deny_setgroups;               /* always so for an unprivileged starter */
    bool has_time_offsets;
    struct time_offset monotonic, boottime;
    const char *hostname, *domainname; /* NULL: as they are */

    /* -- the root -- */
    /* All that is mounted, made, masked, made read-only and written (sysctls), as rows,
     * with pivot_root among them: see planner.h. Empty: the host's root. */
    struct plan plan;
    bool wants_proc; /* a line on stderr when the host allows no new /proc here */

    /* -- the process -- */
    struct process process;
    bool own_init; /* process 1 is ours, which reaps and passes signals on, and the
                      command its child; else the command is process 1 */

    /* -- its share of the machine -- */
    const struct cgroup_wish *cgroup;   /* NULL: stays in the group of the starter */
    const struct network_wish *network; /* NULL: a new network namespace stays as it is */
    bool loopback;                      /* lo is set up in a new network namespace */
    uint64_t wall_microseconds;         /* then all of it is killed; 0: no limit */
    uint64_t cpu_microseconds; /* of all processes; 0: no limit. The keeper watches it */
    bool says_gaps;            /* a line on stderr for each limit that cannot hold here */
    bool counters;             /* those of the cgroup are read for the ending */
    uint64_t output_bytes;     /* stdout and stderr together; 0: no limit */

    /* -- its life -- */
    bool stays; /* does not die with its starter (OCI's create) */
    int gate;   /* a descriptor on which one byte is the word to execute, for a start from
                   another process (a FIFO opened for reading and writing). 0: a pipe of
                   launch's own */
    int failure; /* with a gate: a file that gets the words of what kept the command from
                    being executed, when nobody is left to read the report. 0: none */
    struct moments moments;

    /* LAYER_BITs that are left out, for `isolate attack --without` and the like. The
     * makers of containers honour those of the root, launch those of the process. */
    unsigned without;

    /* What wish_resolve has allocated. */
    struct arena *arena;
};

static inline bool container_has(const struct container *container, enum layer layer)
{
    return !(container->without & LAYER_BIT(layer));
}

/* For what wish_resolve has filled; empties the struct. */
void container_free(struct container *container);

#endif
