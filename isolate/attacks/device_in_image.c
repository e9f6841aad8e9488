/* An image can bring a device of its own. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_device_in_image = {
    .name = "device-in-image",
    .title = "open a device of the image",
    .group = GROUP_FILES,
    .tries = "The image has a node for /dev/null under another name. If it can be "
             "opened, one for the disk can be, too.",
    .source = "mount(8): nodev",
    .stopped = "All that is mounted is nodev; and in a user namespace the kernel opens "
               "no devices of file systems that were mounted there.",
    .layers = STOPS(DEV) | STOPS(USER) | STOPS(ROOT),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    snprintf(trap->bait, sizeof trap->bait, "%s/device", trap->root);
    if (mknod(trap->bait, S_IFCHR | 0666, makedev(1, 3)) < 0)
        return error_errno(error, STATUS_HOST, "no device can be put into an image");
    chmod(trap->bait, 0666);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    if (!attempt_path(attempt, "/device", O_RDONLY))
        attempt_path(attempt, attempt->bait, O_RDONLY);
}
