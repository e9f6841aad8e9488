/* The process that a container is made for: what it is, and what it may do.
 *
 * No defaults and no policy: a field that is 0 or NULL asks for nothing, and what is
 * not asked for is left as it is inherited, unless the field says otherwise. The same
 * structure serves `isolate run`, `isolate exec` and isolate-oci (config.json's
 * `process` and `linux.seccomp`).
 */
#ifndef RING3_ISOLATE_PROCESS_H
#define RING3_ISOLATE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "isolate/runtime/capabilities.h"
#include "isolate/runtime/landlock.h"
#include "labs/kit/error.h"

struct sock_fprog; /* linux/filter.h */

/* setrlimit(2); RLIM_INFINITY is UINT64_MAX. */
struct rlimit_row {
    int resource; /* RLIMIT_… */
    uint64_t soft, hard;
    bool at_most; /* above what we may have: the most that we may, not an error */
};

struct process {
    char *const *argv;        /* NULL-terminated; argv[0] is looked up in the PATH of: */
    char *const *environment; /* NULL-terminated */
    const char *workdir;      /* in the container; NULL: "/" */
    bool make_workdir;        /* it is made when it is not there (docker, podman) */

    /* Ids of the container's user namespace. */
    unsigned uid, gid;
    const gid_t *groups; /* supplementary */
    size_t group_count;
    bool keep_groups; /* setgroups is not called: where the map forbids it */
    mode_t umask;

    struct capability_sets capabilities;
    bool no_new_privileges;
    const struct sock_fprog *filter; /* seccomp; NULL: none */
    unsigned filter_flags;           /* SECCOMP_FILTER_FLAG_… */
    int listener; /* a connected socket that gets the listener of the filter; 0: none */
    const char *listener_text;            /* and these words with it */
    const struct landlock_wish *landlock; /* NULL: not restricted */
    const struct rlimit_row *rlimits;
    size_t rlimit_count;
    bool has_oom_score_adj;
    int oom_score_adj;
    bool has_personality;
    unsigned long personality;
    const char *apparmor_profile, *selinux_label; /* NULL: none */

    bool dies_with_parent; /* SIGKILL when its parent ends */
    bool new_session;      /* setsid(): no terminal of ours to type into */
    bool terminal;         /* a new pseudo-terminal of the container's /dev/pts is its
                              standard streams and its controlling terminal */
    unsigned short rows, columns; /* of it; 0: as it comes */
    bool new_keyring;             /* a fresh, empty session keyring */
    bool close_descriptors;       /* all above 2 but the next ones */
    unsigned keep_descriptors;    /* 3 … 3 + n - 1 stay open (OCI's --preserve-fds) */
};

/* Sets the calling process up as `process` says, in the order that each part needs of
 * the others, up to and without execve. `without` are LAYER_BITs to leave out. 0, or -1
 * with the call that failed. Threads of the caller are not touched. */
int process_apply(const struct process *process, unsigned without, struct error *error);

/* Part of it ahead of time, for this process and its children: the bounding set, 41
 * calls. It takes no capability that a process has. */
int process_narrow(const struct process *process, struct error *error);

/* Is argv[0] there to be executed? 0, or as below. */
int process_find(const struct process *process, struct error *error);

/* Executes argv[0], looked up in the PATH of its own environment. Returns only on
 * failure: LAUNCH_NOT_FOUND or LAUNCH_NOT_EXECUTABLE (launch.h) with the error filled. */
int process_execute(const struct process *process, struct error *error);

#endif
