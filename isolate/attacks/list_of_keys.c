/* A list of the keys of this user, with their descriptions. */
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_list_of_keys = {
    .name = "list-of-keys",
    .title = "read the list of keys",
    .group = GROUP_KERNEL_FILES,
    .tries = "Reads /proc/keys: which keys this user has, and what they are called. The "
             "starter has one in its session.",
    .source = "proc_keys(5)",
    .stopped = "The file is covered; the session has a keyring of its own; and a user "
               "namespace has users of its own.",
    .layers = STOPS(PROC) | STOPS(KEYRING) | STOPS(USER),
    .absent = "This kernel has no keyrings.",
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    enum { JOIN_SESSION = 1, SESSION_KEYRING = -3 };
    if (syscall(SYS_keyctl, JOIN_SESSION, NULL) < 0 ||
        syscall(SYS_add_key, "user", "ring3-secret", trap->token, 32, SESSION_KEYRING) <
            0)
        return error_errno(error, STATUS_HOST, "no keyrings");
    return 0;
}

static void attempt(struct attempt *attempt)
{
    char byte;
    cleanup_fd int fd = open("/proc/keys", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/keys");
    else if (read(fd, &byte, 1) <= 0)
        attempt_blocked(attempt, "/proc/keys is empty");
    else
        attempt_open(attempt, "/proc/keys can be read");
}
