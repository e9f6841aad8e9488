/* Shared memory is writable, and so a place for a program from outside. */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_run_from_shm = {
    .name = "run-from-shm",
    .title = "run code from /dev/shm",
    .group = GROUP_FILES,
    .tries = "Maps a file of /dev/shm as code: what was written there could be run.",
    .source = "mount(8): noexec; what intruders use where nothing else is writable",
    .stopped = "/dev/shm is mounted noexec.",
    .layers = STOPS(DEV),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    cleanup_fd int fd = open("/dev/shm", O_TMPFILE | O_RDWR | O_CLOEXEC, 0700);
    if (fd < 0 || ftruncate(fd, 4096) < 0) {
        attempt_refused(attempt, "/dev/shm");
        return;
    }
    void *code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    attempt_call(attempt, code == MAP_FAILED ? -1 : 0, "mmap(/dev/shm, PROT_EXEC)");
}
