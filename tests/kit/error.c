/* Messages: one line, cut where it shows, with context on the way up. */
#include "labs/kit/error.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "tests/tap.h"

static struct error error;

static void sets(void)
{
    is_int(error_set(&error, STATUS_HOST, "%s is missing", "x"), -1,
           "setting returns -1");
    is_string(error.message, "x is missing", "the message");
    is_int(error.status, STATUS_HOST, "the status");
    is_int(error_wrap(&error, "step %d", 2), -1, "wrapping too");
    error_wrap(&error, "cannot start");
    is_string(error.message, "cannot start: step 2: x is missing", "context in front");
    is_int(error.status, STATUS_HOST, "the status stays");
    errno = ENOENT;
    is_int(error_errno(&error, STATUS_REQUEST, "open %s", "f"), -1, "errno");
    is_string(error.message, "open f: No such file or directory", "in words");
    is_int(errno, ENOENT, "and kept");
    is_int(error_set(NULL, STATUS_NO, "x"), -1, "who wants no message gets none");
    is_int(error_errno(NULL, STATUS_NO, "x"), -1, "with errno");
    is_int(error_wrap(NULL, "x"), -1, "or context");
}

static void stays_a_line(void)
{
    error_set(&error, STATUS_REQUEST, "cannot read %s",
              "a\nb\x1B[2J\x7F\xC2\x9B"
              "c\r");
    is_string(error.message, "cannot read a b [2J   c ", "a hostile name does no harm");
    error_wrap(&error, "in\n%s", "d\te");
    is_string(error.message, "in d e: cannot read a b [2J   c ", "nor in the context");
    error_set(&error, STATUS_REQUEST, "%s", "é漢…");
    is_string(error.message, "é漢…", "other characters stay");
}

static void cuts(void)
{
    char *huge = xasprintf("%*s", 3000, "");
    memset(huge, 'x', 3000);
    error_set(&error, STATUS_REQUEST, "%s", huge);
    is_int(strlen(error.message), ERROR_MAX - 1, "a huge message is cut");
    is_string(error.message + ERROR_MAX - 4, "…", "and says so");
    error_wrap(&error, "context");
    ok(!strncmp(error.message, "context: xxx", 12), "context still fits in front");
    is_string(error.message + strlen(error.message) - 3, "…", "the end is cut again");
    for (int shift = 0; shift < 4; shift++) {
        memset(huge, 'x', 3000);
        for (int i = shift; i + 3 < 3000; i += 3)
            memcpy(huge + i, "漢", 3);
        error_set(&error, STATUS_REQUEST, "%s", huge);
        size_t length = strlen(error.message);
        ok(length < ERROR_MAX && length > ERROR_MAX - 8 &&
               !memcmp(error.message + length - 3, "…", 3) &&
               (shift == 0 ? !memcmp(error.message + length - 6, "漢", 3) : 1),
           "not within a character");
    }
    errno = ENOENT;
    error_errno(&error, STATUS_REQUEST, "%.*s", ERROR_MAX - 10, huge);
    ok(strlen(error.message) < ERROR_MAX, "nor does errno overflow it");
    free(huge);
}

static int hooked_pipe;

static void hook(void)
{
    if (write(hooked_pipe, "hook ", 5) < 0)
        _exit(99);
}

/* In a child: what die() prints, after what the hook did, and how it ends. */
static void dies(void)
{
    int ends[2], status;
    char seen[200] = "";
    if (pipe(ends) < 0)
        return;
    fflush(stdout);
    pid_t child = fork();
    if (!child) {
        dup2(ends[1], STDERR_FILENO);
        hooked_pipe = ends[1];
        error_program("prog");
        error_before_die(hook);
        warn("careful: %d", 1);
        error_set(&error, STATUS_UNDECIDED, "the end");
        die_error(&error);
    }
    close(ends[1]);
    waitpid(child, &status, 0);
    if (read(ends[0], seen, sizeof seen - 1) < 0)
        seen[0] = '\0';
    close(ends[0]);
    is_string(seen, "prog: careful: 1\nhook prog: the end\n",
              "a warning, the hook, a line");
    is_int(WEXITSTATUS(status), STATUS_UNDECIDED, "and the status");
}

static int open_and_steal(void)
{
    cleanup_fd int fd = dup(0);
    return steal_fd(&fd);
}

static char *make_and_steal(void)
{
    cleanup_free char *text = xstrdup("kept");
    return steal_pointer(&text);
}

static void cleans_up(void)
{
    int fd = open_and_steal();
    ok(fd >= 0 && close(fd) == 0, "a stolen descriptor is open");
    char *text = make_and_steal();
    is_string(text, "kept", "stolen memory is there");
    free(text);
    void *nothing = xcalloc(0, 0);
    ok(nothing != NULL, "no bytes are memory too");
    free(nothing);
}

int main(void)
{
    sets();
    stays_a_line();
    cuts();
    dies();
    cleans_up();
    return done_testing();
}
