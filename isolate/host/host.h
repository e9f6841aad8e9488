/* What this host allows: found out by trying it in a child, and in words that
 * say how to get what is missing.
 *
 * Which restriction is at work cannot be asked of the kernel, so when an attempt
 * has failed, the known ones are looked for (restriction.c).
 */
#ifndef RING3_ISOLATE_HOST_H
#define RING3_ISOLATE_HOST_H

#include <stddef.h>

#include "labs/kit/error.h"

/* Those that other rooms ask for by name; the doctor goes through all of the table. */
enum host_feature_id {
    HOST_USER_NAMESPACES,
    HOST_PIVOT_ROOT,
    HOST_PROC,
    HOST_OVERLAY,
    HOST_SECCOMP,
    HOST_CGROUPS,
    HOST_TIME_NAMESPACE,
    HOST_ID_RANGES,
    HOST_IDMAPPED_MOUNTS,
    HOST_LANDLOCK,
    HOST_USER_NOTIFICATION,
    HOST_NAMESPACE_KINDS,
    HOST_PIDFD,
    HOST_CLONE3,
    HOST_CLONE_INTO_CGROUP,
    HOST_KEYRING,
    HOST_NFT,
    HOST_USER_NETWORK,
    HOST_TUN,
    HOST_KVM,
    HOST_FEATURE_COUNT
};

enum host_state { HOST_REAL, HOST_LIMITED, HOST_MISSING };

struct host_feature {
    const char *name; /* "user namespaces" */
    enum host_state state;
    char reason[480];  /* what was tried and what came of it */
    char fix[480];     /* "" when nothing is to be done */
    const char *works; /* what works without it; "" when it is real */
};

/* Tries a feature. Takes some milliseconds and leaves nothing behind. */
void host_probe(enum host_feature_id id, struct host_feature *feature);

/* Tries it; when it is missing, an error that says why and what to do. */
int host_require(enum host_feature_id id, struct error *error);

extern const char *const host_state_names[]; /* real limited missing */

/* The first known restriction that holds here and keeps containers from being made;
 * -1 if there is none. */
int host_restriction(const char **reason, const char **fix);

/* A clone or unshare of a user namespace failed with this errno: says why, and
 * what to do. Returns -1. */
int host_explain_clone(int failure, struct error *error);

/* A set-up inside the namespaces failed: when a known restriction of the host is
 * the reason, it is added to the message. */
void host_explain_setup(struct error *error);

#endif
