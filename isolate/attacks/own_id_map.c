/* Who may write the id map, says who is who. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_own_id_map = {
    .name = "own-id-map",
    .title = "map other ids of the host",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens /proc/self/uid_map and writes a map of all ids.",
    .source = "CVE-2018-18955 (maps of more than five rows)",
    .stopped =
        "A map is written once, before the command begins; and /proc is not writable.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(PROC),
    .absent = "The kernel itself takes a map only once.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    static const char all[] = "0 0 4294967295";
    cleanup_fd int fd = open("/proc/self/uid_map", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/self/uid_map");
    else
        attempt_call(attempt, write(fd, all, sizeof all - 1), "write(uid_map)");
}
