/* What the probes share: an attempt works its way through stages, in a child that is
 * thrown away, and leaves the name of the last one and its errno. */
#ifndef RING3_ISOLATE_ATTEMPT_H
#define RING3_ISOLATE_ATTEMPT_H

#include <stdbool.h>

struct attempt {
    char stage[128]; /* what was tried last */
    int error;       /* 0: all went well */
    char note[160];  /* in place of the row's word for success; "" for that */
};

/* Notes the stage, and its errno when the result is negative. */
bool attempt_stage(struct attempt *attempt, const char *name, long result);

/* Enters a new user and mount namespace, and those of `flags`, as our containers do: for
 * root with a range of ids that nobody has, for a user with his own. */
bool attempt_enter(struct attempt *attempt, int flags);

/* The probes; each is one row of the table in host_probe.c. */
void try_user_namespace(struct attempt *attempt);
void try_pivot_root(struct attempt *attempt);
void try_proc(struct attempt *attempt);
void try_overlay(struct attempt *attempt);
void try_time_namespace(struct attempt *attempt);
void try_namespace_kinds(struct attempt *attempt);
void try_id_ranges(struct attempt *attempt);
void try_idmapped_mounts(struct attempt *attempt);
void try_seccomp(struct attempt *attempt);
void try_user_notification(struct attempt *attempt);
void try_landlock(struct attempt *attempt);
void try_pidfd(struct attempt *attempt);
void try_clone3(struct attempt *attempt);
void try_clone_into_cgroup(struct attempt *attempt);
void try_keyring(struct attempt *attempt);
void try_nft(struct attempt *attempt);
void try_user_network(struct attempt *attempt);
void try_tun(struct attempt *attempt);
void try_kvm(struct attempt *attempt);

#endif
