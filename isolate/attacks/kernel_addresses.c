/* Where the kernel lies in memory is the first thing that an exploit needs. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_kernel_addresses = {
    .name = "kernel-addresses",
    .title = "read the addresses of the kernel",
    .group = GROUP_KERNEL_FILES,
    .tries = "Reads names and addresses from /proc/kallsyms. The kernel shows zeros to "
             "most, but the names alone tell its version and modules.",
    .source = "CWE-200; kptr_restrict in proc_sys_kernel(5)",
    .stopped = "The file is covered.",
    .layers = STOPS(PROC),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char line[64] = "";
    cleanup_fd int fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/kallsyms");
    else if (read(fd, line, 20) <= 0)
        attempt_blocked(attempt, "/proc/kallsyms is empty");
    else
        attempt_open(attempt, "/proc/kallsyms says \"%s…\"", line);
}
