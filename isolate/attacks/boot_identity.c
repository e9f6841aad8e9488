/* One number for this boot of this machine. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_boot_identity = {
    .name = "boot-identity",
    .title = "recognize the machine",
    .group = GROUP_KERNEL_FILES,
    .tries =
        "Reads boot_id: two containers that read the same number run on one machine.",
    .source = "random(4)",
    .stopped = "It is not stopped.",
    .layers = 0,
    .allowed = "Programs expect it (systemd, databases), and it says only that two "
               "containers share a machine. The processor says as much.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char byte;
    cleanup_fd int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/sys/kernel/random/boot_id");
    else if (read(fd, &byte, 1) <= 0)
        attempt_blocked(attempt, "/proc/sys/kernel/random/boot_id is empty");
    else
        attempt_open(attempt, "/proc/sys/kernel/random/boot_id can be read");
}
