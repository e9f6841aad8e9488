/* Which terminal it is, and lending it to a child. */
#include "labs/kit/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/curses_terminal.h"
#include "labs/kit/script.h"

static const struct terminal *open_terminal;
static int opened; /* how often: a screen may open a player, which opens it again */

const struct terminal *terminal_open(struct error *error)
{
    if (!open_terminal)
        open_terminal = script_wanted() ? script_open(error) : curses_open(error);
    opened += open_terminal != NULL;
    return open_terminal;
}

void terminal_close(void)
{
    if (opened == 0 || --opened > 0)
        return;
    open_terminal->close();
    open_terminal = NULL;
}

/* The child must not inherit that we ignore keyboard signals while it runs. */
static _Noreturn void run_child(const char *const *argv)
{
    signal(SIGINT, SIG_DFL);
    signal(SIGQUIT, SIG_DFL);
    if (script_wanted()) {
        const char *keys = getenv("RING3_CHILD_KEYS");
        setenv("RING3_KEYS", keys ? keys : "", 1);
    }
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    int reason = errno;
    warn("%s cannot be started: %s", argv[0], strerror(reason));
    _exit(reason == ENOENT ? 127 : 126);
}

int terminal_run(const struct terminal *terminal, const char *const *argv,
                 struct error *error)
{
    terminal->suspend();
    /* Ctrl-C is for the child alone, as a shell does it. */
    struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
    /* Ctrl-Z stops us both; the handler of ncurses would draw over the child after. */
    struct sigaction standard = {.sa_handler = SIG_DFL}, stop;
    sigaction(SIGTSTP, &standard, &stop);
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    int status = -1;
    pid_t child = fork();
    if (child == 0)
        run_child(argv);
    if (child < 0)
        error_errno(error, STATUS_HOST, "%s cannot be started", argv[0]);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    sigaction(SIGTSTP, &stop, NULL);
    terminal->resume();
    if (child < 0)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
