/* A root file system: some folders, two files, one static program.
 *
 * After the mount namespace, in the tmpfs that only it sees; before chroot and
 * pivot_root, which need something to go to. The host's /proc, /dev and /sys come along
 * for now: a new /proc can be mounted only while a full one is in sight
 * (mount_too_revealing in fs/namespace.c), and the devices are taken from there.
 */
#include <sys/mount.h>

#include "isolate/steps/steps.h"

static const char *const folders[] = {"/tmp/bin", "/tmp/dev",  "/tmp/etc", "/tmp/mnt",
                                      "/tmp/sys", "/tmp/proc", "/tmp/tmp", "/tmp/data"};
static const char *const lent[] = {"/proc", "/dev", "/sys"};
static const char *const points[] = {"/tmp/proc", "/tmp/dev", "/tmp/sys"};

static size_t rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        row[n++] = (struct operation){
            .kind = OPERATION_MKDIR, .target = folders[i], .number = 0755};
    row[n++] = (struct operation){.kind = OPERATION_CREATE, .target = s->guest_point};
    row[n++] = (struct operation){.kind = OPERATION_ATTACH,
                                  .source = s->guest,
                                  .target = s->guest_point,
                                  .slot = GUEST_SLOT};
    row[n++] = (struct operation){.kind = OPERATION_LINKS,
                                  .source = s->guest_name,
                                  .target = "/tmp/bin",
                                  .text = s->guest_links};
    row[n++] = (struct operation){
        .kind = OPERATION_PUT, .target = "/tmp/etc/motd", .text = "from the image"};
    row[n++] = (struct operation){
        .kind = OPERATION_PUT, .target = "/tmp/etc/issue", .text = "a small root"};
    for (size_t i = 0; i < 3; i++)
        row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                      .source = lent[i],
                                      .target = points[i],
                                      .flags = MS_BIND | MS_REC};
    row[n++] = (struct operation){.kind = OPERATION_LOOK, .target = "/tmp"};
    return n;
}

const struct step_type files_step = {
    .name = "files",
    .layer = LAYER_NONE,
    .title = "a root file system is put together",
    .why = "An image is no more than this: folders with programs and what they need. "
           "Ours has one static program under many names. /proc, /dev and /sys are "
           "still the host's; each gets a step of its own.",
    .needs = "mount",
    .privileged = true,
    .rows = rows,
    .facts = {FACT_MOUNTS, FACT_ROOT, FACT_LS},
    .fact_count = 3,
    .undo_why = "The program's mount is used up; a new one is cut from the host.",
    .attacker = "As before: nothing has been taken away.",
    .attack = "host-files",
};
