/* fanotify tells about every file that anybody opens. */
#include <sys/fanotify.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_watch_file_system = {
    .name = "watch-file-system",
    .title = "watch all files of a file system",
    .group = GROUP_CALLS,
    .tries =
        "fanotify_init(FAN_CLASS_CONTENT): it even decides whether others may open them.",
    .source = "fanotify_init(2)",
    .stopped = "The filter refuses the call; and it needs CAP_SYS_ADMIN over the host.",
    .layers = STOPS(SECCOMP) | STOPS(USER) | STOPS(CAPABILITIES),
    .absent = "This kernel was built without it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_reach(attempt, fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, 0), true,
                  "fanotify_init");
}
