/* The mount namespace, and how mounts are passed on.
 *
 * The namespace is a copy of the mount table. "Private" comes next, before any
 * mount: a shared mount would pass ours on to the host. The tmpfs on /tmp, which only
 * this namespace sees, will hold the new root: nothing is left on the host, even after
 * kill -9. mount_namespaces(7), "SHARED SUBTREES".
 */
#include <sched.h>
#include <string.h>
#include <sys/mount.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    row[n++] = (struct operation){.kind = OPERATION_UNSHARE, .flags = CLONE_NEWNS};
    row[n++] = (struct operation){
        .kind = OPERATION_MOUNT, .target = "/", .flags = MS_REC | MS_PRIVATE};
    /* Before /tmp is covered: the program may lie there. */
    if (!s->real_root || !setting_has(s, "user")) {
        row[n++] = (struct operation){
            .kind = OPERATION_OPEN_TREE, .source = s->guest, .slot = GUEST_SLOT};
        row[n++] = (struct operation){
            .kind = OPERATION_SETATTR, .source = s->guest, .slot = GUEST_SLOT};
    }
    row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                  .source = "tmpfs",
                                  .target = "/tmp",
                                  .type = "tmpfs",
                                  .flags = MS_NOSUID | MS_NODEV,
                                  .text = "mode=0755,size=4m"};
    return n;
}

/* Seen on the host: has the number of its mounts changed? */
static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    answer_yes_no(
        strcmp(record->before.facts[FACT_MOUNTS], host->facts[FACT_MOUNTS]) != 0, text);
}

const struct step_type mount_step = {
    .name = "mount",
    .layer = LAYER_MOUNT,
    .title = "mount namespace, made private",
    .why = "A mount namespace is a copy of the mount table. A copy of a shared mount "
           "stays its peer: what is mounted below one appears below the other. Made "
           "private, the copy goes its own way: this tmpfs on /tmp is seen by nobody "
           "else.",
    .privileged = true,
    .rows = rows,
    .facts = {FACT_MOUNTS, FACT_PROPAGATION, FACT_NS_MNT},
    .fact_count = 3,
    .undo_why = "The tmpfs could be unmounted, but the old namespace is closed to us.",
    .attacker = "Still read all of the host's files that everybody may read.",
    .attack = "host-files",
    .question = "In its own mount namespace the process mounts a tmpfs on /tmp. Does the "
                "host see a new mount? (yes or no)",
    .explain = "The mount is in the copy; and it was made private before, so it is not "
               "passed on.",
    .answer = answer,
};
