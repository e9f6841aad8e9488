/* Process 1: starts a command and waits for it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int status;
    if (argc < 2)
        return 2;
    pid_t command = fork();
    if (command == 0) {
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    if (waitpid(command, &status, 0) < 0)
        return 125;
    return WEXITSTATUS(status);
}
