/* /sys: the host's goes, and nothing takes its place.
 *
 * A sysfs shows the devices of a network namespace, and the kernel mounts one only for
 * who owns that namespace. Ours is still the host's (the step net is yet to come), so the
 * attempt is refused; most containers have no use for /sys. sysfs(5).
 */
#include <sys/mount.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    bool refused = setting_has(s, "user");
    row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                  .source = "sysfs",
                                  .target = "/mnt",
                                  .type = "sysfs",
                                  .flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
                                  .may_fail = refused};
    row[n++] = (struct operation){.kind = OPERATION_UMOUNT, .target = "/sys"};
    if (refused)
        row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                      .source = "tmpfs",
                                      .target = "/sys",
                                      .type = "tmpfs",
                                      .flags = MS_RDONLY | MS_NOSUID | MS_NODEV,
                                      .text = "size=4k"};
    else
        row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                      .source = "/mnt",
                                      .target = "/sys",
                                      .flags = MS_MOVE};
    return n;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(record->rows[0].outcome.error == 0, text);
}

const struct step_type sys_step = {
    .name = "sys",
    .layer = LAYER_SYS,
    .title = "/sys is taken away",
    .why = "/sys shows the machine's hardware, and some of its files are switches. The "
           "kernel mounts a new one only for the owner of the network namespace, which "
           "is still the host's: EPERM. An empty read-only folder does.",
    .needs = "files",
    .privileged = true,
    .check = check_root,
    .rows = rows,
    .facts = {FACT_SYS, FACT_MOUNTS},
    .fact_count = 2,
    .takes_away = true,
    .undo_why = "The host's /sys cannot be brought back: there is no path to it.",
    .attacker = "Read /proc/kallsyms and the like; write to some of /proc/sys.",
    .stops = "firmware debug-files",
    .attack = "kernel-configuration",
    .question = "The network namespace is still the host's. Does the kernel mount a new "
                "sysfs for this root? (yes or no)",
    .explain = "It asks for a capability over the network namespace, which the host "
               "owns.",
    .answer = answer,
};
