/* The guard sits in a read() on a pipe whose other end only this program holds.
 * If the pipe ends without a word, the program is gone and could not tidy up:
 * then the guard restores the terminal's modes and leaves the alternate screen.
 *
 * It ignores every signal that can be ignored (Ctrl-C goes to the whole process
 * group), and blocks SIGTTOU, without which a process that is no longer in the
 * foreground could not change the terminal.
 */
#include "labs/kit/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int word_fd = -1; /* a byte written here sends the guard home */
static pid_t guard_pid;

static _Noreturn void watch(int pipe_fd, int fd, const struct termios *modes,
                            const char *restore, size_t length)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    prctl(PR_SET_NAME, "terminal-guard");
    char word;
    ssize_t got;
    while ((got = read(pipe_fd, &word, 1)) < 0 && errno == EINTR)
        ;
    if (got == 0) {
        ssize_t written = write(fd, restore, length);
        (void)written; /* nobody is left to tell */
        tcsetattr(fd, TCSANOW, modes);
    }
    _exit(0);
}

void guard_start(int fd, const struct termios *modes, const char *restore, size_t length)
{
    int ends[2];
    if (guard_pid || pipe2(ends, O_CLOEXEC) < 0)
        return; /* without a guard all works but the restoration after kill -9 */
    guard_pid = fork();
    if (guard_pid == 0) {
        close(ends[1]);
        watch(ends[0], fd, modes, restore, length);
    }
    close(ends[0]);
    if (guard_pid < 0) {
        guard_pid = 0;
        close(ends[1]);
        return;
    }
    word_fd = ends[1];
}

void guard_stop(void)
{
    if (!guard_pid)
        return;
    ssize_t written = write(word_fd, "q", 1);
    (void)written; /* a guard that is gone needs no word */
    close(word_fd);
    while (waitpid(guard_pid, NULL, 0) < 0 && errno == EINTR)
        ;
    guard_pid = 0;
}
