/* A program with the set-user-id bit runs as its owner, whoever starts it. */
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_setuid_program = {
    .name = "setuid-program",
    .title = "become root by a program of the image",
    .group = GROUP_FILES,
    .tries = "Runs as user 1000 inside and starts a program of the image that belongs to "
             "root and has the set-user-id bit.",
    .source = "execve(2), PR_SET_NO_NEW_PRIVS(2const)",
    .stopped = "no_new_privs makes the kernel ignore the bit; and all mounts are nosuid.",
    .layers = STOPS(NO_NEW_PRIVILEGES) | STOPS(ROOT),
    .asks = {.user = 1000},
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    char path[256];
    snprintf(path, sizeof path, "%s/tiny", trap->root);
    if (bait_tiny_program(path, error) < 0)
        return -1;
    if (chmod(path, 04755) < 0)
        return error_errno(error, STATUS_HOST, "%s", path);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        execl("/tiny", "tiny", NULL);
        _exit(126);
    }
    waitpid(child, &status, 0);
    if (geteuid() == 0)
        attempt_blocked(attempt, "the attempt runs as root already");
    else if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        attempt_open(attempt, "user %u started a program that runs as root", geteuid());
    else
        attempt_blocked(attempt, "the program runs as user %d (or not: 126), not as root",
                        WEXITSTATUS(status));
}
