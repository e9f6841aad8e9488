/* Staying with a process to its end. */
#include "isolate/oci/foreground.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/runtime/console.h"
#include "labs/kit/cleanup.h"

static const int passed[] = {SIGHUP,  SIGINT,  SIGQUIT,  SIGTERM,
                             SIGUSR1, SIGUSR2, SIGWINCH, SIGCHLD};

static void fill_set(sigset_t *set)
{
    sigemptyset(set);
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
        sigaddset(set, passed[i]);
}

void foreground_begin(void)
{
    sigset_t set;
    fill_set(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
}

static void take_signal(int signals, pid_t pid, const struct relay *relay)
{
    struct signalfd_siginfo info;
    if (read(signals, &info, sizeof info) != sizeof info || info.ssi_signo == SIGCHLD)
        return;
    if (info.ssi_signo == SIGWINCH && relay)
        relay_resize(relay);
    else
        kill(pid, (int)info.ssi_signo);
}

int foreground_wait(pid_t pid, int terminal)
{
    struct relay relay;
    struct pollfd fds[1 + RELAY_FDS];
    sigset_t set;
    int status = 0;
    bool has_terminal = terminal >= 0;
    fill_set(&set);
    cleanup_fd int signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (has_terminal) {
        console_raw(STDIN_FILENO);
        relay_init(&relay, STDIN_FILENO, STDOUT_FILENO, terminal);
        relay_resize(&relay);
    }
    while (waitpid(pid, &status, WNOHANG) != pid) {
        fds[0] = (struct pollfd){.fd = signals, .events = POLLIN};
        if (has_terminal)
            relay_poll(&relay, fds + 1);
        if (poll(fds, has_terminal ? 1 + RELAY_FDS : 1, -1) < 0 && errno != EINTR)
            break;
        if (fds[0].revents)
            take_signal(signals, pid, has_terminal ? &relay : NULL);
        if (has_terminal)
            relay_move(&relay, fds + 1);
    }
    if (has_terminal) {
        relay_drain(&relay);
        console_restore();
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
