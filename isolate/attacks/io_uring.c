/* A queue of calls that pass no filter. */
#include <linux/io_uring.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_io_uring = {
    .name = "io-uring",
    .title = "make calls through a ring",
    .group = GROUP_CALLS,
    .tries = "io_uring_setup(): what is put into the ring is done by the kernel without "
             "another system call, so a filter does not see it.",
    .source = "CVE-2022-2602, CVE-2023-2598; 60 % of the exploits sent to Google for "
              "kCTF used it (2023)",
    .stopped =
        "The filter refuses the call: the whole list of what is allowed depends on it.",
    .layers = STOPS(SECCOMP) | STOPS(CGROUP) | STOPS(RLIMITS) | STOPS(USER) |
              STOPS(CAPABILITIES),
    .absent = "This kernel was built without io_uring, or has it switched off.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct io_uring_params parameters = {0};
    attempt_reach(attempt, syscall(SYS_io_uring_setup, 1, &parameters), true,
                  "io_uring_setup");
}
