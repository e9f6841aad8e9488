/* The page cache of the machine can be emptied by a byte. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_drop_caches = {
    .name = "drop-caches",
    .title = "empty the cache of the host",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens the sysctl vm.drop_caches to write: whoever writes to it again and "
             "again makes all others wait for the disk.",
    .source = "proc_sys_vm(5)",
    .stopped = "/proc/sys is read-only, and its files belong to a user that the "
               "container does not have.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/sys/vm/drop_caches", O_WRONLY);
}
