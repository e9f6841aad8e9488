/* Bind mounts and volumes: a folder that outlives the container.
 *
 * After the root is in place, because it is mounted into it. Its source here is a folder
 * beside the root; isolate run -v takes one of the host's, cut out before pivot_root.
 * mount(8), "BIND MOUNT OPERATION".
 */
#include <string.h>
#include <sys/mount.h>

#include "isolate/kernel.h"
#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    (void)s;
    row[n++] =
        (struct operation){.kind = OPERATION_MKDIR, .target = "/.volume", .number = 0755};
    row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                  .source = "/.volume",
                                  .target = "/data",
                                  .flags = MS_BIND};
    row[n++] = (struct operation){.kind = OPERATION_SETATTR,
                                  .target = "/data",
                                  .slot = -1,
                                  .flags = ATTRIBUTE_NOSUID | ATTRIBUTE_NODEV};
    row[n++] = (struct operation){
        .kind = OPERATION_PUT, .target = "/data/note", .text = "kept in the volume"};
    row[n++] = (struct operation){.kind = OPERATION_LOOK, .target = "/.volume"};
    return n;
}

static size_t undo(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_UMOUNT, .target = "/data"};
    row[1] = (struct operation){.kind = OPERATION_UNLINK, .target = "/.volume/note"};
    row[2] = (struct operation){.kind = OPERATION_RMDIR, .target = "/.volume"};
    return 3;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(strstr(record->output, "note") != NULL, text);
}

const struct step_type bind_step = {
    .name = "bind",
    .layer = LAYER_NONE,
    .title = "a bind mount: the volume /data",
    .why = "A bind mount shows a folder in a second place: the same files, not a copy. "
           "So a volume outlives the container whose root is thrown away. Flags belong "
           "to the mount, not to the files: nosuid and nodev hold on this path only.",
    .needs = "files",
    .privileged = true,
    .check = check_root,
    .rows = rows,
    .facts = {FACT_VOLUME, FACT_MOUNTS},
    .fact_count = 2,
    .undo = undo,
    .undo_why = "It is unmounted, and the note deleted.",
    .attacker = "Leave files behind that somebody trusts later.",
    .attack = "volume-link",
    .question = "A file is written to /data, a bind mount of /.volume. Is it in /.volume "
                "too? (yes or no)",
    .explain = "Both paths lead to the same folder.",
    .answer = answer,
};
