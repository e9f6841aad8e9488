/* What adapters share, and their table. */
#include "isolate/compare/adapter.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/process.h"

#define ADAPTER_EXTERN(name) extern const struct adapter adapter_##name;
ADAPTERS(ADAPTER_EXTERN)
#undef ADAPTER_EXTERN

const struct adapter *const adapters[ADAPTER_COUNT] = {
#define ADAPTER_ADDRESS(name) &adapter_##name,
    ADAPTERS(ADAPTER_ADDRESS)
#undef ADAPTER_ADDRESS
};

const char *adapter_missing(const struct adapter *adapter)
{
    if (!process_installed(adapter->program))
        return "not installed";
    if (adapter->needs_profile && !adapter_has_profile())
        return "needs the profile of podman (apt install "
               "golang-github-containers-common)";
    return adapter->needs_root && geteuid() != 0 ? "needs root" : NULL;
}

void words_add(struct words *words, const char *const *more)
{
    enum { MOST = sizeof words->items / sizeof words->items[0] - 1 };
    for (; *more && words->count < MOST; more++)
        words->items[words->count++] = *more;
    words->items[words->count] = NULL;
}

/* A child: processes that prepare() made are our children, and a runtime that found them
 * among its own would wait for them. */
int adapter_execute(const char *const *argv)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execvp(argv[0], (char *const *)argv);
        fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
        _exit(125);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return 125;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int words_execute(struct words *words, const struct start *start)
{
    words_add(words, (const char *const *)start->argv);
    return adapter_execute(words->items);
}

void adapter_hide_unified(void)
{
    if (geteuid() == 0)
        umount2("/sys/fs/cgroup/unified", MNT_DETACH);
}
