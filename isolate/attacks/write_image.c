/* An image is used by many containers. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"
#include "isolate/runtime/identity.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);
static void judge(const struct trap *trap, struct finding *finding);

const struct attack attack_write_image = {
    .name = "write-image",
    .title = "change the image",
    .group = GROUP_FILES,
    .tries = "Writes to a file of the root. If that is the file itself, every later "
             "container gets what was written.",
    .source = "overlayfs of the kernel documentation",
    .stopped =
        "What is written goes to a layer of this container; or the root is read-only.",
    .layers = STOPS(ROOT),
    .prepare = prepare,
    .attempt = attempt,
    .judge = judge,
};

static int prepare(struct trap *trap, struct error *error)
{
    if (bait_file(trap, trap->root, "image-file", error) < 0)
        return -1;
    chmod(trap->bait, 0666);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    cleanup_fd int fd = open("/image-file", O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/image-file");
    else if (write(fd, "changed", 7) == 7)
        attempt_blocked(attempt, "it can be written inside, and is as it was outside");
}

static void judge(const struct trap *trap, struct finding *finding)
{
    char path[256];
    struct stat status;
    snprintf(path, sizeof path, "%s/image-file", trap->root);
    if (stat(path, &status) == 0 && status.st_size != 32)
        finding->open = snprintf(finding->evidence, sizeof finding->evidence,
                                 "the file of the image was changed");
}
