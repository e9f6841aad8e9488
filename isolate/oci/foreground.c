/* Staying with a process to its end. */
#include "isolate/oci/foreground.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/oci/notify.h"
#include "isolate/oci/oci.h"
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

/* A socket that nobody reads would block who writes to it again: it is closed. */
static void take_message(int *notify)
{
    struct error error;
    int said = notify_pass_on(*notify, &error);
    if (said < 0)
        oci_warn(&error);
    if (said == 0)
        return;
    close(*notify);
    *notify = -1;
}

int foreground_wait(pid_t pid, int terminal, int notify)
{
    enum { SIGNALS, NOTIFY, TERMINAL };
    cleanup_fd int listener = notify;
    struct relay relay;
    struct pollfd fds[TERMINAL + RELAY_FDS];
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
        fds[SIGNALS] = (struct pollfd){.fd = signals, .events = POLLIN};
        fds[NOTIFY] = (struct pollfd){.fd = listener, .events = POLLIN};
        if (has_terminal)
            relay_poll(&relay, fds + TERMINAL);
        if (poll(fds, TERMINAL + (has_terminal ? RELAY_FDS : 0), -1) < 0 &&
            errno != EINTR)
            break;
        /* First what it said: its end may have come with it. */
        if (fds[NOTIFY].revents)
            take_message(&listener);
        if (fds[SIGNALS].revents)
            take_signal(signals, pid, has_terminal ? &relay : NULL);
        if (has_terminal)
            relay_move(&relay, fds + TERMINAL);
    }
    if (listener >= 0)
        take_message(&listener);
    if (has_terminal) {
        relay_drain(&relay);
        console_restore();
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
