/* One more process in a container that is there: exec.
 *
 *   caller ──fork──▶ joins the namespaces ──clone(CLONE_PARENT)──▶ the command
 *                    and the cgroup            as the container's own was made
 *
 * What run refuses, exec must refuse: the process gets identity, capabilities, limits,
 * Landlock and filter from the same rows of struct process, through the same code. Until
 * it executes the command it cannot be traced or looked into from inside, and nothing
 * it holds but 0, 1 and 2 arrives (CVE-2016-9962, CVE-2024-21626).
 */
#ifndef RING3_ISOLATE_JOIN_H
#define RING3_ISOLATE_JOIN_H

#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/types.h>

#include "isolate/runtime/container.h"

struct cgroup;

struct join {
    int namespaces[NAMESPACE_COUNT]; /* descriptors; -1: the one that we are in */
    int root;                        /* a descriptor; 0: that of the mount namespace */
    const struct cgroup *group;      /* NULL: none to enter */
    const struct process *process;   /* what to execute, and as whom */
    unsigned without;                /* LAYER_BITs that the container does without */
    int standard[3];                 /* become 0, 1 and 2; unused with a terminal */
    struct winsize size;             /* with process->terminal: of it; rows 0: any */
    int console;                     /* and the socket that gets its master */
    /* Called inside, with all powers over the container, on a copy of the process: for
     * what only its own files tell. May be NULL. */
    int (*inside)(struct process *process, void *context, struct error *error);
    void *context;
};

/* Opens those namespaces of a process that differ from ours. To be done as early as
 * possible: a process can make itself unreadable (PR_SET_DUMPABLE). */
int join_open(pid_t pid, int namespaces[NAMESPACE_COUNT], struct error *error);
void join_close(int namespaces[NAMESPACE_COUNT]);

/* Returns once the command has been executed: its process id here, a child of the
 * caller. On failure -1 with the error, and *status 125, 126 or 127. The caller has one
 * thread only. */
pid_t join_start(const struct join *join, int *status, struct error *error);

#endif
