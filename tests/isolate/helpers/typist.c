/* Types lines into a shell on a terminal of its own, each when the shell asks for
 * it, as a learner would: a shell that was replaced by `exec unshare … sh` reads on
 * where the one before it stopped.
 *
 *   typist < lines
 *
 * A line after "@" is for a shell of the host; $PID is the innermost process there.
 *
 * What appears on the terminal goes to stdout. Fails when no prompt comes.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static const char prompt[] = "ring3-ready>";
enum { PATIENCE = 20000 /* milliseconds */ };

static _Noreturn void become_shell(const char *terminal)
{
    struct termios modes;
    setsid();
    int fd = open(terminal, O_RDWR);
    if (fd < 0 || tcgetattr(fd, &modes) < 0)
        _exit(1);
    modes.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(fd, TCSANOW, &modes);
    for (int i = 0; i < 3; i++)
        dup2(fd, i);
    if (fd > 2)
        close(fd);
    setenv("PS1", prompt, 1);
    setenv("TERM", "dumb", 1);
    setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
    unsetenv("ENV");
    execlp("sh", "sh", (char *)NULL);
    _exit(127);
}

/* Copies what appears, up to the prompt. */
static bool until_prompt(int terminal)
{
    char seen[65536];
    size_t length = 0;
    struct pollfd wait = {.fd = terminal, .events = POLLIN};
    while (length < sizeof seen - 1 && poll(&wait, 1, PATIENCE) > 0) {
        ssize_t got = read(terminal, seen + length, sizeof seen - 1 - length);
        if (got <= 0)
            break;
        fwrite(seen + length, 1, (size_t)got, stdout);
        length += (size_t)got;
        seen[length] = 0;
        if (strstr(seen, prompt))
            return true;
    }
    return false;
}

/* Or something that waits for one, and alive. What a shell runs in the background is not
 * meant. */
static bool is_shell(int process)
{
    static const char *const names[] = {"sh", "setsid", "unshare", NULL};
    char path[64], name[32] = "", state = 'Z';
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    FILE *file = fopen(path, "re");
    bool read = file && fscanf(file, "%*d (%31[^)]) %c", name, &state) == 2;
    if (file)
        fclose(file);
    for (size_t i = 0; read && state != 'Z' && names[i]; i++)
        if (!strcmp(name, names[i]))
            return true;
    return false;
}

/* The shell among the children; 0: none. */
static int shell_below(int process)
{
    char path[64];
    int child, found = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", process, process);
    FILE *file = fopen(path, "re");
    while (file && !found && fscanf(file, "%d", &child) == 1)
        found = is_shell(child) ? child : 0;
    if (file)
        fclose(file);
    return found;
}

/* The youngest of the shell's line: what `exec unshare --fork` has left waiting is not
 * meant. */
static int innermost(int process)
{
    for (int child; (child = shell_below(process));)
        process = child;
    return process;
}

/* A line for the host, in which $PID is the container's process. */
static void run_outside(int shell, const char *line)
{
    char number[16];
    snprintf(number, sizeof number, "%d", innermost(shell));
    setenv("PID", number, 1);
    if (system(line) != 0) // NOLINT(cert-env33-c): the lines are the test's own
        printf("failed outside: %s", line);
}

int main(void)
{
    char line[2048];
    /* Commands for the host must not read the lines. */
    FILE *lines = fdopen(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3), "re");
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (!lines || dup2(nothing, STDIN_FILENO) < 0)
        return 1;
    int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0 || grantpt(terminal) < 0 || unlockpt(terminal) < 0)
        return 1;
    const char *name = ptsname(terminal);
    pid_t shell = fork();
    if (shell == 0)
        become_shell(name);
    bool asked = until_prompt(terminal);
    while (asked && fgets(line, sizeof line, lines)) {
        if (*line == '@') {
            run_outside(shell, line + 1);
            continue;
        }
        if (write(terminal, line, strlen(line)) < 0)
            break;
        asked = until_prompt(terminal);
    }
    fflush(stdout);
    close(terminal);
    kill(shell, SIGHUP);
    waitpid(shell, NULL, 0);
    return asked ? 0 : 1;
}
