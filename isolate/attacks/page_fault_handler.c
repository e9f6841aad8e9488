/* A process can be asked what to do at a page fault, and take its time. */
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_page_fault_handler = {
    .name = "page-fault-handler",
    .title = "stop the kernel at a page fault",
    .group = GROUP_CALLS,
    .tries = "userfaultfd(): the kernel waits in the middle of copying, for as long as "
             "the attacker likes. Races that lasted a microsecond last an hour.",
    .source = "userfaultfd(2); the exploit of CVE-2016-6187 used it",
    .stopped = "The filter refuses the call.",
    .layers = STOPS(SECCOMP) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_reach(attempt, syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | 1), true,
                  "userfaultfd");
}
