/* Queues of messages are memory of the kernel. */
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_message_queues = {
    .name = "message-queues",
    .title = "store messages in the kernel",
    .group = GROUP_SHARES,
    .tries =
        "Opens 30 queues for 80 KiB of messages each, and removes their names at once.",
    .source = "mq_overview(7): RLIMIT_MSGQUEUE",
    .stopped = "The queues are those of its own IPC namespace, and RLIMIT_MSGQUEUE "
               "counts their bytes.",
    .layers = STOPS(RLIMITS) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "The kernel's own limit of 800 KiB for each user is lower.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { QUEUES = 30 };
    char name[64];
    snprintf(name, sizeof name, "/ring3-%.16s", attempt->token);
    struct mq_attr size = {.mq_maxmsg = 10, .mq_msgsize = 8192};
    int count = 0;
    for (; count < QUEUES; count++) {
        mqd_t queue = mq_open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600, &size);
        if (queue < 0)
            break;
        mq_unlink(name); /* it lives on, open, without a name */
    }
    if (count == QUEUES)
        attempt_open(attempt, "%d queues of 80 KiB", count);
    else
        attempt_blocked(attempt, "after %d queues of 80 KiB: %m", count);
}
