/* Compilers write programs, and somebody wants to run them. */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_run_from_tmp = {
    .name = "run-from-tmp",
    .title = "run code from /tmp",
    .group = GROUP_FILES,
    .tries = "Maps a file of /tmp as code: what was written there can be run.",
    .source = "mount(8): noexec",
    .stopped = "It is not stopped.",
    .layers = 0,
    .allowed = "A learner's program is compiled and run there; it can do no more than "
               "what started it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    cleanup_fd int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0700);
    if (fd < 0 || ftruncate(fd, 4096) < 0) {
        attempt_refused(attempt, "/tmp");
        return;
    }
    void *code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    attempt_call(attempt, code == MAP_FAILED ? -1 : 0, "mmap(/tmp, PROT_EXEC)");
}
