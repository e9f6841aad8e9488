/* One attempt in one container.
 *
 *   runner ──fork──▶ starter (lays the bait, makes the container) ──▶ attempt
 *      │                                                                │
 *      └───────────── pipe: stdout and stderr of both ──────────────────┘
 *
 * The starter is a process of its own, so that whatever prepare() opens or sets ends
 * with it. As root it works in a mount namespace of its own: whatever an attempt mounts
 * with all layers left out, the host does not see it.
 */
#include "isolate/attack/cell.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/attack/inside.h"
#include "labs/kit/cleanup.h"

static const char unprepared[] = "this host has no bait: ";

enum { CELL_SECONDS = 20, CELL_FAILED_STATUS = 125, OUTPUT_SIZE = 8192 };

/* ---- the starter's process ---- */

static void fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    _exit(CELL_FAILED_STATUS);
}

/* A pseudo-terminal that our session owns; its master closes with us. */
static int own_terminal(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    char name[64];
    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0 ||
        ptsname_r(master, name, sizeof name) != 0)
        return -1;
    int slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    return slave < 0 || ioctl(slave, TIOCSCTTY, 0) < 0 ? -1 : slave;
}

static void set_descriptors(bool terminal, int output)
{
    int input = terminal ? own_terminal() : open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0)
        fail("cannot set input and output");
    close(input);
}

static void own_mounts(void)
{
    if (geteuid() != 0)
        return;
    if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        fail("cannot make a mount namespace");
}

static _Noreturn void starter_main(struct start *start, struct trap *trap,
                                   starter_function *starter, int output)
{
    struct error error;
    char *const inner[] = {start->attack->asks.script ? (char *)"/script"
                                                      : (char *)"/" INSIDE_NAME,
                           (char *)start->attack->name,
                           trap->token,
                           trap->bait,
                           (char *)"/" INSIDE_MARKER,
                           NULL};
    char *const outer[] = {(char *)start->place->program,
                           (char *)start->attack->name,
                           trap->token,
                           trap->bait,
                           (char *)start->place->marker,
                           NULL};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setsid();
    set_descriptors(start->attack->asks.terminal, output);
    own_mounts();
    if (start->attack->prepare && start->attack->prepare(trap, &error) < 0) {
        fprintf(stderr, "%s%s\n", unprepared, error.message);
        _exit(CELL_FAILED_STATUS);
    }
    start->argv = inner;
    start->host_argv = outer;
    int status = starter(start);
    fflush(NULL);
    _exit(status);
}

/* ---- the runner's side ---- */

static double milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* To the end of output, or of the time. What does not fit is dropped. */
static void collect(int fd, char *output)
{
    double end = milliseconds_now() + CELL_SECONDS * 1e3;
    size_t length = 0;
    for (;;) {
        char chunk[512];
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        double left = end - milliseconds_now();
        if (left <= 0 || poll(&ready, 1, (int)left + 1) <= 0)
            break;
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got <= 0)
            break;
        size_t room = OUTPUT_SIZE - 1 - length;
        size_t kept = (size_t)got < room ? (size_t)got : room;
        memcpy(output + length, chunk, kept);
        length += kept;
    }
    output[length] = 0;
}

/* The rest of the last line that begins so; NULL when there is none. */
static const char *line_after(const char *output, const char *beginning)
{
    const char *found = NULL;
    for (const char *line = output; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (!strncmp(line, beginning, strlen(beginning)))
            found = line + strlen(beginning);
    }
    return found;
}

static void copy_line(char *to, size_t size, const char *line)
{
    snprintf(to, size, "%.*s", (int)strcspn(line, "\n"), line);
}

static void say_killed(struct cell_result *result, int status)
{
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) - 128;
    result->end = CELL_KILLED;
    if (number > 0 && number < NSIG)
        snprintf(result->finding.evidence, sizeof result->finding.evidence,
                 "the process was ended by SIG%s", sigabbrev_np(number));
    else
        snprintf(result->finding.evidence, sizeof result->finding.evidence,
                 "the process ended with status %d before it could say anything",
                 WEXITSTATUS(status));
}

static void read_result(struct cell_result *result, const struct attack *attack,
                        const char *output, int status)
{
    const char *open = line_after(output, INSIDE_OPEN);
    const char *blocked = line_after(output, INSIDE_BLOCKED);
    if (open || blocked) {
        result->end = CELL_SAW;
        result->finding.open = open;
        copy_line(result->finding.evidence, sizeof result->finding.evidence,
                  open ? open : blocked);
    } else if (line_after(output, INSIDE_BEGIN)) {
        say_killed(result, status);
    } else if (attack->may_refuse && !line_after(output, unprepared)) {
        result->end = CELL_SAW;
        snprintf(result->finding.evidence, sizeof result->finding.evidence,
                 "refused: %.*s", (int)strcspn(output, "\n"), output);
    } else {
        result->end = line_after(output, unprepared) ? CELL_IMPOSSIBLE : CELL_FAILED;
        copy_line(result->failure, sizeof result->failure,
                  *output ? output : "the container did not start, and nobody said why");
    }
}

/* Output has ended, so all of them have, or are about to; or the time is over. */
static void end_of(pid_t child, int *status)
{
    for (double end = milliseconds_now() + 500; milliseconds_now() < end;) {
        if (waitpid(child, status, WNOHANG) == child)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
    }
    kill(child, SIGKILL);
    waitpid(child, status, 0);
}

static int start_and_watch(struct start *start, struct trap *trap,
                           starter_function *starter, struct cell_result *result,
                           struct error *error)
{
    char output[OUTPUT_SIZE];
    int ends[2], status = 0;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return error_errno(error, STATUS_HOST, "cannot make a pipe");
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        starter_main(start, trap, starter, ends[1]);
    close(ends[1]);
    if (child > 0)
        collect(ends[0], output);
    close(ends[0]);
    if (child < 0)
        return error_errno(error, STATUS_HOST, "cannot start a process");
    end_of(child, &status);
    read_result(result, start->attack, output, status);
    return 0;
}

int cell_run(const struct scratch *scratch, const struct attack *attack,
             starter_function *starter, unsigned without, struct cell_result *result,
             struct error *error)
{
    struct place place;
    struct trap trap = {
        .root = place.root, .lent = place.lent, .host_folder = place.host};
    struct start start = {.place = &place, .attack = attack, .without = without};
    double begin = milliseconds_now();
    *result = (struct cell_result){.end = CELL_FAILED};
    token_make(trap.token);
    int done = place_make(scratch, trap.token, &place, error);
    if (done == 0)
        done = start_and_watch(&start, &trap, starter, result, error);
    if (done == 0 && attack->judge &&
        (result->end == CELL_SAW || result->end == CELL_KILLED)) {
        attack->judge(&trap, &result->finding);
        result->end = CELL_SAW;
    }
    place_remove(scratch);
    result->milliseconds = milliseconds_now() - begin;
    return done;
}
