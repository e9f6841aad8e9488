/* A /dev with a handful of harmless devices.
 *
 * Now, because the host's devices are still in sight: mknod is refused in a user
 * namespace, so each node is lent from there by a bind mount. Then the host's /dev goes,
 * with its disks, terminals and kvm.
 */
#include <sys/mount.h>

#include "isolate/steps/steps.h"

static const struct {
    const char *host, *point;
} devices[] = {
    {"/dev/null", "/mnt/null"},       {"/dev/zero", "/mnt/zero"},
    {"/dev/full", "/mnt/full"},       {"/dev/random", "/mnt/random"},
    {"/dev/urandom", "/mnt/urandom"}, {"/dev/tty", "/mnt/tty"},
};

static size_t rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    (void)s;
    row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                  .source = "tmpfs",
                                  .target = "/mnt",
                                  .type = "tmpfs",
                                  .flags = MS_NOSUID | MS_NOEXEC,
                                  .text = "mode=0755,size=64k"};
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        row[n++] =
            (struct operation){.kind = OPERATION_CREATE, .target = devices[i].point};
        row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                      .source = devices[i].host,
                                      .target = devices[i].point,
                                      .flags = MS_BIND};
    }
    row[n++] = (struct operation){
        .kind = OPERATION_SYMLINK, .source = "/proc/self/fd", .target = "/mnt/fd"};
    row[n++] = (struct operation){.kind = OPERATION_UMOUNT, .target = "/dev"};
    row[n++] = (struct operation){
        .kind = OPERATION_MOUNT, .source = "/mnt", .target = "/dev", .flags = MS_MOVE};
    return n;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)record, (void)host;
    answer_yes_no(false, text);
}

const struct step_type dev_step = {
    .name = "dev",
    .layer = LAYER_DEV,
    .title = "a /dev with six devices",
    .why = "A device node is a door into the kernel: a disk, the memory, a camera. "
           "Programs need null, zero, full, random, urandom and tty. A user namespace "
           "may not make nodes, so these six are lent, and the rest goes.",
    .needs = "files",
    .privileged = true,
    .check = check_root,
    .rows = rows,
    .facts = {FACT_DEV, FACT_MOUNTS},
    .fact_count = 2,
    .takes_away = true,
    .undo_why = "The host's /dev cannot be brought back: there is no path to it.",
    .attacker = "Read the host's hardware and settings in /sys.",
    .stops = "host-terminals kvm",
    .attack = "firmware",
    .question = "Could this root, with all its capabilities, make a node for the disk "
                "with mknod? (yes or no)",
    .explain = "mknod asks for CAP_MKNOD over the host's first user namespace, and root "
               "in here has it only over its own.",
    .answer = answer,
};
