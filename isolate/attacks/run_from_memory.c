/* A program needs no file. */
#include <sys/mman.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_run_from_memory = {
    .name = "run-from-memory",
    .title = "run code that is in no file",
    .group = GROUP_FILES,
    .tries =
        "memfd_create() and a mapping as code: a program that no file system has seen.",
    .source = "memfd_create(2); fileless malware",
    .stopped = "It is not stopped.",
    .layers = 0,
    .allowed = "Whoever can write memory can run code: every interpreter with a compiler "
               "does so, and it gives no further right.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    cleanup_fd int fd = memfd_create("code", MFD_CLOEXEC);
    if (fd < 0 || ftruncate(fd, 4096) < 0) {
        attempt_refused(attempt, "memfd_create");
        return;
    }
    void *code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    attempt_call(attempt, code == MAP_FAILED ? -1 : 0, "mmap(memfd, PROT_EXEC)");
}
