/* Control groups: one interface over v2, v1, both at once (hybrid) and none.
 *
 * A container has one group per hierarchy that it needs. In v2 that is one folder in
 * all; in v1 one for each controller that limits something. Everything here is a
 * file that is written or read: cgroups(7), and the kernel's admin-guide/cgroup-v2
 * and admin-guide/cgroup-v1. There is no daemon, and no systemd is asked.
 *
 *     struct cgroup group;
 *     if (cgroup_create(&wish, &group, &error) < 0) …        before the clone
 *     clone3(… CLONE_INTO_CGROUP, cgroup_clone_fd(&group))   straight into the v2 group
 *       in the child: cgroup_enter_self(&group)              the v1 groups, if any
 *                     unshare(CLONE_NEWCGROUP)               only now: see below
 *     cgroup_stats, cgroup_freeze, cgroup_update …           while it runs
 *     cgroup_kill, cgroup_remove                             at its end
 *
 * A cgroup namespace has as its root the groups that its maker is in at that moment,
 * and clone3 with CLONE_NEWCGROUP and CLONE_INTO_CGROUP takes those of the parent. So
 * the child first enters, and then unshares.
 */
#ifndef RING3_ISOLATE_CGROUP_H
#define RING3_ISOLATE_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "isolate/cgroup/wish.h"
#include "labs/kit/error.h"

enum { CGROUP_HIERARCHIES_MAX = 16, CGROUP_GAPS_MAX = 16 };

/* The group in one hierarchy. */
struct cgroup_folder {
    char *path;           /* "/sys/fs/cgroup/memory/isolate-…" */
    unsigned controllers; /* CONTROLLER_BITs (controller.h) that it limits with */
    bool v2;
    int fd;    /* the folder */
    int tasks; /* v1: the file of that name, open for writing; else -1 */
};

/* A wish that does not hold on this host. */
struct cgroup_gap {
    const char *limit; /* "memory", "pids", "cpu" … */
    char reason[200];  /* why, and what to do */
};

struct cgroup {
    struct cgroup_folder folders[CGROUP_HIERARCHIES_MAX];
    size_t folder_count; /* 0: no group; every function below then does nothing */
    struct cgroup_gap gaps[CGROUP_GAPS_MAX];
    size_t gap_count;
};

/* ---- made, found, closed, removed ---- */

/* Makes the groups and writes the limits. 0 also when some or all of the wish cannot
 * hold on this host: then `group->gaps` says which and why, and who wants to insist
 * calls cgroup_insist. -1 with STATUS_REQUEST when a value is refused by the kernel or
 * the name is in use; nothing is left behind then. */
int cgroup_create(const struct cgroup_wish *wish, struct cgroup *group,
                  struct error *error);

/* -1, with all gaps in one message, when there is a gap. */
int cgroup_insist(const struct cgroup *group, struct error *error);

/* Opens the groups of this wish's name or path that exist, as cgroup_create has made
 * them. -1 when there is none. */
int cgroup_open(const struct cgroup_wish *wish, struct cgroup *group,
                struct error *error);

/* The same from text that cgroup_text has made, kept in the state of a container:
 * lines "v2|v1 CONTROLLERS PATH". Groups that are gone are left out. */
char *cgroup_text(const struct cgroup *group); /* the caller frees it */
int cgroup_open_text(const char *text, struct cgroup *group, struct error *error);

/* Closes the descriptors; the groups stay. */
void cgroup_close(struct cgroup *group);

/* Removes the groups, with all groups below them, and closes. Waits up to a second for
 * the kernel to let go of processes that have just died (EBUSY). -1 when a group
 * stays: then it has living processes, or a mount namespace holds it. */
int cgroup_remove(struct cgroup *group, struct error *error);

/* ---- entering ---- */

/* The descriptor for CLONE_INTO_CGROUP; -1 when there is no v2 group. */
int cgroup_clone_fd(const struct cgroup *group);

/* For a child that has just been cloned: enters the v1 groups, and the v2 group too
 * when `with_v2` (it was not cloned into it). It must have one thread only, as it has
 * after clone. Only write(2): allowed after vfork.
 * Returns -1 with errno. */
int cgroup_enter_self(const struct cgroup *group, bool with_v2);

/* Moves a process, with all its threads, into every group (for exec into a running
 * container). In v2 the kernel makes the writer wait for some milliseconds. */
int cgroup_enter(const struct cgroup *group, pid_t pid, struct error *error);

/* ---- while it runs ---- */

/* Writes the limits that the wish asks for; all others stay. -1 at the first that the
 * host cannot hold or the kernel refuses. */
int cgroup_update(struct cgroup *group, const struct cgroup_wish *wish,
                  struct error *error);

/* Returns once every process stands still. -1 without a freezer or after `seconds`. */
int cgroup_freeze(const struct cgroup *group, double seconds, struct error *error);
int cgroup_thaw(const struct cgroup *group, struct error *error);
bool cgroup_is_frozen(const struct cgroup *group);

/* Sends SIGKILL to every process, also those that are forked meanwhile: by
 * cgroup.kill, or frozen first, or again and again until none is left. */
int cgroup_kill(const struct cgroup *group, struct error *error);

/* The processes in the group and in all groups below, by the ids of the caller's pid
 * namespace. *pids is freed by the caller. Returns how many; -1 on failure. */
long cgroup_processes(const struct cgroup *group, pid_t **pids, struct error *error);

/* Is there a process in it? */
bool cgroup_is_populated(const struct cgroup *group);

/* ---- counters: stats.h ---- */

/* ---- what a crash left ---- */

/* Calls `see` with the name of every group in sight that begins with `prefix`. A name
 * can come more than once (v1). Returns how many, or -1. Whoever made a group keeps a
 * lock on it as long as he lives: */
long cgroup_each_name(const char *prefix, void (*see)(const char *name, void *context),
                      void *context, struct error *error);

/* True when the maker has gone and no process is left: it can be removed. */
bool cgroup_is_abandoned(const struct cgroup *group);

/* Removes empty groups beside this one whose makers have gone: what kill -9 of a
 * container in the foreground leaves. Quietly, and only a few of many. */
void cgroup_sweep(const struct cgroup *group);

#endif
