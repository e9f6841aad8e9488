/* Takes TERM for itself. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void leave(int number)
{
    _exit(128 + number);
}

int main(int argc, char **argv)
{
    int status = 0;
    pid_t ended;
    if (argc < 2)
        return 2;
    signal(SIGTERM, leave);
    pid_t command = fork();
    if (command == 0) {
        signal(SIGTERM, SIG_DFL);
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    while ((ended = wait(&status)) > 0 && ended != command)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
