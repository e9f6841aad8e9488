/* A container that is none yet: a process, started from a folder. */
#define _GNU_SOURCE
#include "container.h"

#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int contain(const char *root, char *const argv[])
{
    int status;
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        if (chdir(root) == 0)
            execve(argv[0] + 1, argv, environ); /* "/probe" without the slash */
        _exit(127);
    }
    if (waitpid(child, &status, 0) < 0)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
