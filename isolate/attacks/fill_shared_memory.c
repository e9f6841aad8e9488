/* /dev/shm of the host is half of its memory. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_fill_shared_memory = {
    .name = "fill-shared-memory",
    .title = "fill the shared memory",
    .group = GROUP_SHARES,
    .tries = "Writes 96 MiB to a file without a name in /dev/shm.",
    .source = "shm_overview(7)",
    .stopped = "/dev/shm is the container's own, with 64 MiB.",
    .layers = STOPS(DEV),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    static char block[1 << 20];
    size_t done = 0;
    cleanup_fd int fd = open("/dev/shm", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        attempt_refused(attempt, "/dev/shm");
        return;
    }
    while (done < 96 && write(fd, block, sizeof block) == (ssize_t)sizeof block)
        done++;
    if (done == 96)
        attempt_open(attempt, "96 MiB are in /dev/shm");
    else
        attempt_blocked(attempt, "/dev/shm was full after %zu MiB: %m", done);
}
