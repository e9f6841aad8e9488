/* Three processes share a limit of memory.
 *
 *   eat ant 10 0 bee 20 0 cat 2 500 cat     name, MiB, oom_score_adj; who grows
 *
 * Prints the name of the one that was killed, or "nobody" when the grower came to
 * 256 MiB. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EATERS = 3, MIB = 1 << 20, ENOUGH = 256 };

static int gate[2]; /* a byte for each eater that is full; read by the parent */

/* Touched, so that it is in memory; never given back. */
static void eat(int mib)
{
    for (int i = 0; i < mib; i++) {
        char *page =
            mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED)
            _exit(3);
        memset(page, 1, MIB);
    }
}

static void set_adjustment(const char *value)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, value, strlen(value)) < 0)
        _exit(4);
    close(fd);
}

static _Noreturn void be_eater(int mib, const char *adjustment, int grows, int go)
{
    char word;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    set_adjustment(adjustment);
    eat(mib);
    if (write(gate[1], "", 1) != 1 || read(go, &word, 1) < 0)
        _exit(5);
    if (!grows)
        for (;;)
            pause();
    eat(ENOUGH);
    _exit(0);
}

int main(int argc, char **argv)
{
    pid_t eaters[EATERS];
    int go[EATERS][2], status;
    char word;
    if (argc != 3 * EATERS + 2 || pipe(gate) < 0)
        return 2;
    for (int i = 0; i < EATERS; i++) {
        char **arguments = argv + 1 + 3 * i;
        if (pipe(go[i]) < 0 || (eaters[i] = fork()) < 0)
            return 2;
        if (eaters[i] == 0)
            be_eater(atoi(arguments[1]), arguments[2],
                     !strcmp(arguments[0], argv[argc - 1]), go[i][0]);
    }
    for (int i = 0; i < EATERS; i++)
        if (read(gate[0], &word, 1) != 1)
            return 2;
    for (int i = 0; i < EATERS; i++)
        if (write(go[i][1], "", 1) != 1)
            return 2;
    pid_t first = wait(&status);
    const char *name = "nobody";
    for (int i = 0; i < EATERS; i++) {
        if (eaters[i] == first && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
            name = argv[1 + 3 * i];
        kill(eaters[i], SIGKILL);
    }
    puts(name);
    return 0;
}
