/* Only root may say whose a file is. */
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_give_away_file = {
    .name = "give-away-file",
    .title = "make a file somebody else's",
    .group = GROUP_FILES,
    .tries = "chown() of a file of its own to user 1. With a set-user-id bit that user "
             "is then at its mercy.",
    .source = "capabilities(7): CAP_CHOWN",
    .stopped = "The capability is not there.",
    .layers = STOPS(CAPABILITIES),
    .absent = "With a single id mapped there is no second user inside.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char path[PATH_MAX];
    cleanup_fd int fd =
        open(attempt_own(attempt, "file", path), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    attempt_call(attempt, fd < 0 ? -1 : fchown(fd, 1, 1), "chown(file, 1)");
}
