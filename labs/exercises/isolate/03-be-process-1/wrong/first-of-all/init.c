/* Ends with whoever ends first. */
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int status;
    if (argc < 2)
        return 2;
    if (fork() == 0) {
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    wait(&status);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
