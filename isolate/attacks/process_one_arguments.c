/* The command line of process 1 is that of the starter. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_process_one_arguments = {
    .name = "process-one-arguments",
    .title = "the command line of the starter",
    .group = GROUP_INHERITED,
    .tries = "Reads /proc/1/cmdline. If process 1 is the starter's copy, its command "
             "line shows paths of the host, and secrets that were given as options.",
    .source = "proc(5)",
    .stopped = "Process 1 has its own PID namespace and wipes the arguments that it was "
               "started with.",
    .layers = STOPS(PID) | STOPS(PROC),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char seen[200];
    cleanup_fd int fd = open("/proc/1/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, seen, sizeof seen - 1);
    if (got < 0) {
        attempt_refused(attempt, "/proc/1/cmdline");
        return;
    }
    seen[got] = 0;
    bool foreign = *seen && !strstr(seen, "isolate-attempt") && strcmp(seen, "init") != 0;
    if (getpid() == 1 || !foreign)
        attempt_blocked(attempt, "/proc/1/cmdline is \"%s\"", seen);
    else
        attempt_open(attempt, "process 1 was started as \"%s …\"", seen);
}
