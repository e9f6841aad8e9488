/* Running hooks. */
#include "isolate/oci/hooks.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include "isolate/kernel.h"
#include "isolate/oci/oci.h"
#include "labs/kit/cleanup.h"

/* The state as a file at its beginning: no pipe that could fill up while nobody reads. */
static int state_input(const char *state, struct error *error)
{
    cleanup_fd int fd = memfd_create("state", MFD_CLOEXEC);
    size_t length = strlen(state);
    if (fd < 0 || write(fd, state, length) != (ssize_t)length ||
        lseek(fd, 0, SEEK_SET) < 0)
        return error_errno(error, STATUS_HOST, "cannot hand the state to a hook");
    return steal_fd(&fd);
}

/* Without `env` a hook has our own environment, as with crun and runc. */
static _Noreturn void become(const struct config_hook *hook, int input,
                             const char *folder)
{
    const char *const only_path[] = {hook->path, NULL};
    const char *const *argv = hook->args.count ? hook->args.items : only_path;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(input, STDIN_FILENO);
    kernel_close_range(3, ~0u, 0);
    if (!folder || chdir(folder) == 0)
        execve(hook->path, (char *const *)argv,
               hook->env.items ? (char *const *)hook->env.items : environ);
    _exit(errno == ENOENT ? 127 : 126);
}

/* True when it ended in time. */
static bool wait_end(pid_t pid, const struct config_number *timeout)
{
    cleanup_fd int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    struct pollfd end = {.fd = pidfd, .events = POLLIN};
    int64_t seconds = timeout->given && timeout->value > 0 ? timeout->value : 0;
    if (pidfd < 0 || !seconds)
        return true;
    int milliseconds = seconds > 1000000 ? 1000000000 : (int)seconds * 1000;
    int result;
    do
        result = poll(&end, 1, milliseconds);
    while (result < 0 && errno == EINTR);
    if (result != 0)
        return true;
    kill(pid, SIGKILL);
    return false;
}

static int run_hook(const struct config_hook *hook, const char *state, const char *folder,
                    struct error *error)
{
    int status = 0;
    cleanup_fd int input = state_input(state, error);
    if (input < 0)
        return -1;
    pid_t child = fork();
    if (child == 0)
        become(hook, input, folder);
    if (child < 0)
        return error_errno(error, STATUS_HOST, "cannot start %s", hook->path);
    bool in_time = wait_end(child, &hook->timeout);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (!in_time)
        return error_set(error, STATUS_REQUEST, "%s: its time of %lld s is over",
                         hook->path, (long long)hook->timeout.value);
    if (WIFSIGNALED(status))
        return error_set(error, STATUS_REQUEST, "%s: ended by signal %d", hook->path,
                         WTERMSIG(status));
    if (WEXITSTATUS(status) == 0)
        return 0;
    return error_set(error, STATUS_REQUEST, "%s: exit status %d", hook->path,
                     WEXITSTATUS(status));
}

int hooks_run(const struct config_hook_list *hooks, const char *name, const char *state,
              const char *folder, struct error *error)
{
    for (size_t i = 0; i < hooks->count; i++)
        if (run_hook(&hooks->items[i], state, folder, error) < 0)
            return error_wrap(error, "hooks.%s[%zu]", name, i);
    return 0;
}

void hooks_run_all(const struct config_hook_list *hooks, const char *name,
                   const char *state, const char *folder)
{
    struct error error;
    for (size_t i = 0; i < hooks->count; i++) {
        if (run_hook(&hooks->items[i], state, folder, &error) == 0)
            continue;
        error_wrap(&error, "hooks.%s[%zu]", name, i);
        oci_warn(&error);
    }
}
