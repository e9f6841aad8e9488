/* The command that process 1 starts, one for each thing that is expected of it.
 *
 *   command status     ends with 42
 *   command killed     is killed by SIGKILL
 *   command orphans    leaves ten orphans that end; ends with 0 when all are reaped, 1 if
 *                      one is a zombie after five seconds
 *   command signal     sends TERM to process 1; ends with 0 when it comes back, 1 if not
 *   command mask       ends with 1 if TERM or CHLD reach it blocked or ignored
 *   command stays      leaves a process that would run for a minute; ends with 0
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ORPHANS = 10, PATIENCE = 5 };

static volatile sig_atomic_t has_come;

static void note(int number)
{
    (void)number;
    has_come = 1;
}

static void pause_shortly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

/* A process whose parent has ended: the grandchild tells its number and ends. */
static pid_t make_orphan(int seconds)
{
    int ends[2];
    pid_t number = -1;
    if (pipe(ends) < 0)
        exit(3);
    pid_t parent = fork();
    if (parent == 0) {
        if (fork() == 0) {
            number = getpid();
            if (write(ends[1], &number, sizeof number) < 0)
                _exit(3);
            while (getppid() != 1) /* until process 1 has inherited us */
                pause_shortly();
            sleep((unsigned)seconds);
            _exit(9); /* not to be taken for the command's */
        }
        _exit(0);
    }
    if (read(ends[0], &number, sizeof number) < 0)
        exit(3);
    waitpid(parent, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    return number;
}

/* A zombie has a number, too: only when it was waited for it is gone. */
static int orphans(void)
{
    pid_t left[ORPHANS];
    time_t end = time(NULL) + PATIENCE;
    for (int i = 0; i < ORPHANS; i++)
        left[i] = make_orphan(0);
    for (int i = 0; i < ORPHANS; i++)
        while (kill(left[i], 0) == 0) {
            if (time(NULL) > end)
                return 1;
            pause_shortly();
        }
    return 0;
}

static int get_signal_back(void)
{
    time_t end = time(NULL) + PATIENCE;
    signal(SIGTERM, note);
    kill(1, SIGTERM);
    while (!has_come && time(NULL) <= end)
        pause_shortly();
    return !has_come;
}

static int look_at_mask(void)
{
    static const int numbers[] = {SIGTERM, SIGCHLD, SIGINT, SIGUSR1};
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    for (int i = 0; i < 4; i++) {
        struct sigaction action;
        sigaction(numbers[i], NULL, &action);
        if (sigismember(&mask, numbers[i]) || action.sa_handler == SIG_IGN)
            return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (!strcmp(what, "status"))
        return 42;
    if (!strcmp(what, "killed"))
        raise(SIGKILL);
    if (!strcmp(what, "orphans"))
        return orphans();
    if (!strcmp(what, "signal"))
        return get_signal_back();
    if (!strcmp(what, "mask"))
        return look_at_mask();
    if (!strcmp(what, "stays"))
        return make_orphan(60) > 0 ? 0 : 3;
    return 2;
}
