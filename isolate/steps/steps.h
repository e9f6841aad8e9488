/* The steps that there are, and what their files share. */
#ifndef RING3_ISOLATE_STEPS_STEPS_H
#define RING3_ISOLATE_STEPS_STEPS_H

#include "isolate/play/step.h"

extern const struct step_type process_step, environment_step, descriptors_step,
    session_step, user_step, uts_step, pid_step, init_step, mount_step, files_step,
    chroot_step, pivot_step, proc_step, dev_step, sys_step, masks_step, overlay_step,
    bind_step, root_step, ipc_step, net_step, loopback_step, names_step, time_step,
    capabilities_step, no_new_privileges_step, rlimits_step, keyring_step, exec_step,
    landlock_step, filter_step, notify_step, seccomp_step, cgroupns_step, memory_step,
    pids_step, cpu_step, io_step, freeze_step, veth_step, port_step, nft_step;

/* A check: the process is in the new root, by pivot_root or by a chroot that it stays
 * in. Otherwise the rows would change mounts of the host's root. */
int check_root(const struct setting *setting, struct error *error);

#endif
