/* The root becomes read-only.
 *
 * Once all files are in place: mount points and /etc/hosts had to be made first. What
 * programs must write gets a place with a limit. mount_setattr(2).
 */
#include <sys/mount.h>

#include "isolate/kernel.h"
#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_MOUNT,
                                .source = "tmpfs",
                                .target = "/tmp",
                                .type = "tmpfs",
                                .flags = MS_NOSUID | MS_NODEV,
                                .text = "mode=1777,size=1m"};
    row[1] = (struct operation){
        .kind = OPERATION_SETATTR, .target = "/", .slot = -1, .flags = ATTRIBUTE_RDONLY};
    row[2] = (struct operation){.kind = OPERATION_PUT,
                                .target = "/bin/planted",
                                .text = "a program that was not there",
                                .may_fail = true};
    return 3;
}

/* A remount sets all flags anew: those that it had are named. */
static size_t undo(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_MOUNT,
                                .target = "/",
                                .flags = MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV};
    row[1] = (struct operation){.kind = OPERATION_UMOUNT, .target = "/tmp"};
    return 2;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(record->rows[2].outcome.error == 0, text);
}

const struct step_type root_step = {
    .name = "root",
    .layer = LAYER_ROOT,
    .title = "the root becomes read-only",
    .why = "A program that cannot be changed cannot be replaced by an intruder's. Now "
           "all files are in place: the mount of / is made read-only, and /tmp is a "
           "tmpfs of one MiB. The mounts below / keep their own flags.",
    .needs = "files",
    .privileged = true,
    .check = check_root,
    .rows = rows,
    .facts = {FACT_ROOT_WRITE, FACT_MOUNTS},
    .fact_count = 2,
    .undo = undo,
    .undo_why = "The mount is made writable again, and the tmpfs on /tmp unmounted.",
    .attacker = "Use up memory, processes and processor time.",
    .stops = "write-image planted-setuid",
    .attack = "fork-bomb memory-bomb",
    .question = "The mount of / is read-only. Can root in here, with all capabilities, "
                "still write a file into /bin? (yes or no)",
    .explain = "EROFS: the mount says so, and no capability goes past that. (While it "
               "has CAP_SYS_ADMIN, root could remount; that goes later.)",
    .answer = answer,
};
