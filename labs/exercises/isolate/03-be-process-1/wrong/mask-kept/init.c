/* Forgets to give the command its signals back. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void reap(pid_t command)
{
    int status;
    pid_t ended;
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
        if (ended == command)
            exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int main(int argc, char **argv)
{
    sigset_t ours;
    if (argc < 2)
        return 2;
    sigemptyset(&ours);
    sigaddset(&ours, SIGCHLD);
    sigaddset(&ours, SIGTERM);
    sigprocmask(SIG_BLOCK, &ours, NULL);
    pid_t command = fork();
    if (command == 0) {
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    for (;;) {
        int number = sigwaitinfo(&ours, NULL);
        if (number == SIGCHLD)
            reap(command);
        else if (number == SIGTERM)
            kill(command, SIGTERM);
    }
}
