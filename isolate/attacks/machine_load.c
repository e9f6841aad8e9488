/* How much memory and how many processors the machine has. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_machine_load = {
    .name = "machine-load",
    .title = "see the size and load of the machine",
    .group = GROUP_KERNEL_FILES,
    .tries = "Reads /proc/meminfo, which is that of the whole machine; /proc/cpuinfo, "
             "/proc/stat and /proc/loadavg are, too.",
    .source = "lxcfs was written to change that",
    .stopped = "It is not stopped.",
    .layers = 0,
    .allowed = "Programs choose their numbers of threads and buffers by these files; the "
               "kernel has no view of them per container.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char byte;
    cleanup_fd int fd = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/meminfo");
    else if (read(fd, &byte, 1) <= 0)
        attempt_blocked(attempt, "/proc/meminfo is empty");
    else
        attempt_open(attempt, "/proc/meminfo can be read");
}
