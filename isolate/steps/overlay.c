/* Overlay: an image that is never changed, and a layer that takes the changes.
 *
 * Runtimes lay it under the whole root, before pivot_root. Here it is over /etc alone,
 * so that both layers stay in sight: the lower one is /etc itself, the upper one
 * /.layer/upper. Kernel documentation, filesystems/overlayfs.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>

#include "isolate/host/host.h"
#include "isolate/steps/steps.h"

static int check(const struct setting *s, struct error *error)
{
    return check_root(s, error) < 0 ? -1 : host_require(HOST_OVERLAY, error);
}

static size_t rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    (void)s;
    row[n++] =
        (struct operation){.kind = OPERATION_MKDIR, .target = "/.layer", .number = 0755};
    row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                  .source = "tmpfs",
                                  .target = "/.layer",
                                  .type = "tmpfs",
                                  .flags = MS_NOSUID | MS_NODEV,
                                  .text = "mode=0755,size=1m"};
    row[n++] = (struct operation){
        .kind = OPERATION_MKDIR, .target = "/.layer/upper", .number = 0755};
    row[n++] = (struct operation){
        .kind = OPERATION_MKDIR, .target = "/.layer/work", .number = 0755};
    row[n++] = (struct operation){
        .kind = OPERATION_MOUNT,
        .source = "overlay",
        .target = "/etc",
        .type = "overlay",
        .text = "lowerdir=/etc,upperdir=/.layer/upper,workdir=/.layer/work,userxattr"};
    row[n++] = (struct operation){
        .kind = OPERATION_APPEND, .target = "/etc/motd", .text = "and one line more"};
    row[n++] = (struct operation){.kind = OPERATION_UNLINK, .target = "/etc/issue"};
    row[n++] = (struct operation){.kind = OPERATION_LOOK, .target = "/etc"};
    row[n++] = (struct operation){.kind = OPERATION_LOOK, .target = "/.layer/upper"};
    row[n++] = (struct operation){.kind = OPERATION_READ, .target = "/.layer/upper/motd"};
    return n;
}

static size_t undo(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_UMOUNT, .target = "/etc"};
    row[1] = (struct operation){.kind = OPERATION_UMOUNT, .target = "/.layer"};
    row[2] = (struct operation){.kind = OPERATION_RMDIR, .target = "/.layer"};
    return 3;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(strstr(record->output, "issue (device 0:0") == NULL, text);
}

const struct step_type overlay_step = {
    .name = "overlay",
    .layer = LAYER_NONE,
    .title = "overlay: lower, upper, copy-up and a whiteout",
    .why = "The lower layer is the image, and stays as it is. A file that is written to "
           "is first copied up into the upper layer (motd). A file that is deleted is "
           "covered there by a whiteout, a device 0:0 (issue). So a hundred containers "
           "share one image.",
    .needs = "files",
    .privileged = true,
    .check = check,
    .rows = rows,
    .facts = {FACT_ETC, FACT_MOUNTS},
    .fact_count = 2,
    .undo = undo,
    .undo_why = "Both are unmounted, and the upper layer is gone with its tmpfs.",
    .attacker = "Fill the upper layer, up to the size of its tmpfs.",
    .stops = "write-image",
    .attack = "fill-disk",
    .question = "A file of the lower layer is deleted through the overlay. Is it gone "
                "from the lower layer? (yes or no)",
    .explain = "It is only hidden: the upper layer has a whiteout of that name.",
    .answer = answer,
};
