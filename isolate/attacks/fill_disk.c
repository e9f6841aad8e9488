/* A full disk stops everybody. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_fill_disk = {
    .name = "fill-disk",
    .title = "fill the disk of the host",
    .group = GROUP_SHARES,
    .tries = "Writes a file of 96 MiB, which has no name and goes with the process.",
    .source = "open in bwrap, crun, runc, podman and nsjail as they come",
    .stopped = "What is written goes to a layer of 64 MiB.",
    .layers = STOPS(ROOT),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    static char block[1 << 20];
    size_t done = 0;
    cleanup_fd int fd = open("/", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        fd = open("/filled", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        unlink("/filled");
    }
    if (fd < 0) {
        attempt_refused(attempt, "/filled");
        return;
    }
    while (done < 96 && write(fd, block, sizeof block) == (ssize_t)sizeof block)
        done++;
    if (done == 96)
        attempt_open(attempt, "96 MiB were written to the root");
    else
        attempt_blocked(attempt, "the root was full after %zu MiB: %m", done);
}
