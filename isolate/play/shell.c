/* A shell inside, and the terminal between it and us.
 *
 * The shell gets a pseudo-terminal: with ours it could push letters into it, and Ctrl-C
 * would reach us. When we have none, in a script, it gets our three streams as they are.
 */
#include "isolate/play/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "isolate/runtime/console.h"
#include "labs/kit/cleanup.h"

static volatile sig_atomic_t resized;

static void on_resize(int number)
{
    (void)number;
    resized = 1;
}

/* The slave; the master through the pointer. -1 with errno. */
static int open_terminal(int *master)
{
    struct winsize size;
    *master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*master < 0 || grantpt(*master) < 0 || unlockpt(*master) < 0)
        return -1;
    if (console_size(STDIN_FILENO, &size))
        ioctl(*master, TIOCSWINSZ, &size);
    return open(ptsname(*master), O_RDWR | O_NOCTTY | O_CLOEXEC);
}

/* Until the shell has ended, which its answer on the channel says. */
static void carry(struct builder *builder, int master)
{
    static struct relay relay;
    struct pollfd fds[RELAY_FDS + 1];
    relay_init(&relay, STDIN_FILENO, STDOUT_FILENO, master);
    do {
        relay_poll(&relay, fds);
        fds[RELAY_FDS] =
            (struct pollfd){.fd = builder_channel(builder), .events = POLLIN};
        int ready = poll(fds, RELAY_FDS + 1, -1);
        if (resized) {
            resized = 0;
            relay_resize(&relay);
        }
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready < 0)
            return;
        relay_move(&relay, fds);
    } while (!fds[RELAY_FDS].revents);
    relay_drain(&relay);
}

static int shell_on_terminal(struct builder *builder, struct error *error)
{
    struct sigaction old, action = {.sa_handler = on_resize};
    cleanup_fd int master = -1;
    int slave = open_terminal(&master);
    if (slave < 0)
        return error_errno(error, STATUS_HOST, "cannot make a terminal for the shell");
    int result = builder_shell_start(builder, (int[3]){slave, slave, slave}, true, error);
    close(slave);
    if (result < 0)
        return -1;
    sigaction(SIGWINCH, &action, &old);
    console_raw(STDIN_FILENO);
    carry(builder, master);
    console_restore();
    sigaction(SIGWINCH, &old, NULL);
    return builder_shell_end(builder, error);
}

int shell_in_container(struct builder *builder, struct error *error)
{
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        return shell_on_terminal(builder, error);
    static const int ours[3] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
    if (builder_shell_start(builder, ours, false, error) < 0)
        return -1;
    return builder_shell_end(builder, error);
}
