/* A file that root owns and that has the set-user-id bit is root, for everybody on the
 * host. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);
static void judge(const struct trap *trap, struct finding *finding);

const struct attack attack_planted_setuid = {
    .name = "planted-setuid",
    .title = "leave a set-user-id file for the host",
    .group = GROUP_FILES,
    .tries = "Makes a file in a folder that was lent and gives it the set-user-id bit. "
             "Outside it is looked at whose it is. It is empty, so nobody can run it.",
    .source = "user_namespaces(7); the classic of a volume in a container of root",
    .stopped = "Root inside is another user outside: the bit gives that user's rights.",
    .layers = STOPS(USER),
    .needs_image = true,
    .absent = "An ordinary user has nobody's rights to give but his own.",
    .attempt = attempt,
    .judge = judge,
};

static void attempt(struct attempt *attempt)
{
    cleanup_fd int fd = open("/lent/planted", O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
    if (fd < 0 || fchmod(fd, 04700) < 0)
        attempt_refused(attempt, "/lent/planted");
    else
        attempt_blocked(attempt, "the file belongs to a user without rights");
}

static void judge(const struct trap *trap, struct finding *finding)
{
    char path[256];
    struct stat status;
    snprintf(path, sizeof path, "%s/planted", trap->lent);
    if (stat(path, &status) == 0 && status.st_mode & S_ISUID && status.st_uid == 0)
        finding->open = snprintf(finding->evidence, sizeof finding->evidence,
                                 "a set-user-id file of root lies on the host");
}
