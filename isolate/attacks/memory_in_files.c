/* Files in /tmp are memory, too. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_memory_in_files = {
    .name = "memory-in-files",
    .title = "take memory as files",
    .group = GROUP_SHARES,
    .tries = "Writes 160 MiB to /dev/shm and /tmp, in a container that was asked for "
             "with at most 64 MiB of memory.",
    .source = "tmpfs of the kernel documentation",
    .stopped =
        "These pages are counted for the control group; and each tmpfs has a size.",
    .layers = STOPS(CGROUP) | STOPS(DEV) | STOPS(ROOT),
    .asks = {.memory = 64 << 20},
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    struct sysinfo info;
    (void)trap;
    /* Without its layers it takes what it asks for: that must not hurt the host. */
    if (sysinfo(&info) < 0 || (uint64_t)info.freeram * info.mem_unit < 400 << 20)
        return error_set(error, STATUS_HOST, "less than 400 MiB of memory are free");
    return 0;
}

static void attempt(struct attempt *attempt)
{
    static char block[1 << 20];
    size_t done = 0;
    cleanup_fd int fd = open("/dev/shm", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        attempt_refused(attempt, "/dev/shm");
        return;
    }
    while (done < 160 && write(fd, block, sizeof block) == (ssize_t)sizeof block)
        done++;
    if (done == 160)
        attempt_open(attempt, "160 MiB are in /dev/shm");
    else
        attempt_blocked(attempt, "/dev/shm was full after %zu MiB: %m", done);
}
