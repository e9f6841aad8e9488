/* :(){ :|:& };: */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_fork_bomb = {
    .name = "fork-bomb",
    .title = "start processes without end",
    .group = GROUP_SHARES,
    .tries = "Starts processes until it is refused, 300 at most, in a container that was "
             "asked for with at most 64.",
    .source = "getrlimit(2), pids controller of cgroups",
    .stopped = "The control group counts the processes; RLIMIT_NPROC does, where no "
               "group can be made.",
    .layers = STOPS(CGROUP) | STOPS(RLIMITS),
    .asks = {.processes = 64},
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { MOST = 300 };
    pid_t children[MOST];
    int count = 0;
    for (; count < MOST && (children[count] = fork()) >= 0; count++)
        if (children[count] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            alarm(5);
            pause();
            _exit(0);
        }
    if (count == MOST)
        attempt_open(attempt, "%d processes were started", count);
    else
        attempt_blocked(attempt, "after %d processes: fork: %m", count);
    for (int i = 0; i < count; i++)
        kill(children[i], SIGKILL);
    while (waitpid(-1, NULL, 0) > 0)
        ;
}
