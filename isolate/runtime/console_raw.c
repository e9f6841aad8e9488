/* The user's terminal in raw mode, and out of it again on every way.
 *
 * In raw mode each key goes to the container's terminal, which makes of Ctrl-C what its
 * own modes say. A user whose terminal is left so sees nothing of what he types: hence
 * atexit, die(), fatal signals, and a guard process for kill -9. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "isolate/runtime/console.h"
#include "labs/kit/guard.h"

static struct termios saved;
static int terminal = -1;
static pid_t owner; /* a forked child must not restore its parent's terminal */

void console_restore(void)
{
    if (terminal < 0 || getpid() != owner)
        return;
    tcsetattr(terminal, TCSADRAIN, &saved);
    terminal = -1;
    guard_stop();
}

/* Only async-signal-safe calls. */
static void on_fatal_signal(int number)
{
    if (terminal >= 0 && getpid() == owner) {
        tcsetattr(terminal, TCSANOW, &saved);
        terminal = -1;
        guard_stop();
    }
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(number, &standard, NULL);
    raise(number);
}

static void catch_fatal_signals(void)
{
    static const int fatal[] = {SIGINT,  SIGTERM, SIGHUP, SIGQUIT, SIGSEGV,
                                SIGABRT, SIGBUS,  SIGFPE, SIGILL,  SIGXCPU};
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++) {
        struct sigaction action = {.sa_handler = on_fatal_signal,
                                   .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
        struct sigaction old;
        if (sigaction(fatal[i], &action, &old) == 0 && old.sa_handler != SIG_DFL)
            sigaction(fatal[i], &old, NULL); /* nohup, or somebody's own */
    }
}

void console_raw(int fd)
{
    static bool registered;
    struct termios modes;
    if (terminal >= 0 || tcgetattr(fd, &saved) < 0)
        return;
    if (!registered) {
        atexit(console_restore);
        error_before_die(console_restore);
        catch_fatal_signals();
        registered = true;
    }
    owner = getpid();
    guard_start(fd, &saved, "", 0);
    terminal = fd;
    modes = saved;
    cfmakeraw(&modes);
    tcsetattr(fd, TCSADRAIN, &modes);
}

int console_need_input(struct error *error)
{
    if (isatty(STDIN_FILENO))
        return 0;
    return error_set(error, STATUS_REQUEST,
                     "-i with -t needs a terminal as its input, and stdin is none: "
                     "leave out -t (a pipe is enough) or -i");
}

bool console_size(int fd, struct winsize *size)
{
    *size = (struct winsize){0};
    return ioctl(fd, TIOCGWINSZ, size) == 0 && size->ws_row && size->ws_col;
}
