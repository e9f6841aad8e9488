/* The sequence. Each step's file says why it stands where it stands; in short:
 *
 *   what is inherited   process environment descriptors session: no privilege needed
 *   who one is          user: gives the capabilities that the others ask for
 *   names and numbers   uts pid init
 *   files               mount files chroot pivot: a root; proc dev sys masks: the
 *                       kernel's files in it; overlay bind: what is written
 *   what is shared      ipc net loopback …: with other processes, with the network
 *   root                read-only, once nothing is written to it any more
 *   shares              cgroupns memory …: how much
 *   time
 *   powers              capabilities no-new-privileges landlock rlimits keyring seccomp:
 *                       last, because all the others need what these take away
 *   exec                then a program is let in
 */
#include <stdio.h>

#include "isolate/play/step.h"
#include "isolate/steps/steps.h"

/* clang-format off */
const struct step_type *const step_types[] = {
    &process_step,      &environment_step,
    &descriptors_step,  &session_step,
    &user_step,         &uts_step,
    &pid_step,          &init_step,
    &mount_step,        &files_step,
    &chroot_step,       &pivot_step,
    &proc_step,         &dev_step,
    &sys_step,          &masks_step,
    &overlay_step,      &bind_step,
    &ipc_step,          &net_step,
    &loopback_step,     &veth_step,
    &port_step,         &nft_step,
    &names_step,        &root_step,
    &cgroupns_step,     &memory_step,
    &pids_step,         &cpu_step,
    &io_step,           &freeze_step,
    &time_step,         &capabilities_step,
    &no_new_privileges_step,&landlock_step,
    &rlimits_step,      &keyring_step,
    &filter_step,       &notify_step,
    &seccomp_step,      &exec_step,
    NULL,
};
/* clang-format on */

size_t step_count(void)
{
    size_t count = 0;
    while (step_types[count])
        count++;
    return count;
}

void answer_fact(const struct observation *observation, enum fact fact, char *answer)
{
    snprintf(answer, FACT_MAX, "%s", observation->facts[fact]);
}

void answer_yes_no(bool yes, char *answer)
{
    snprintf(answer, FACT_MAX, "%s", yes ? "yes" : "no");
}

int check_root(const struct setting *setting, struct error *error)
{
    if (setting_has(setting, "pivot") ||
        (setting_has(setting, "chroot") && !setting_wants(setting, "pivot")))
        return 0;
    return error_set(error, STATUS_HOST,
                     "the process is still in the host's root: neither pivot nor chroot "
                     "was made");
}
