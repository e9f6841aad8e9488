/* Running another program and reading what it says.
 *
 * The child gets a session of its own: it has no controlling terminal to read
 * passwords from or to be stopped by, and it leads a process group that can be
 * killed as a whole. That happens when the time is up, when the child has ended
 * but left others behind, and when this process dies:
 *
 *     we ──fork──▶ child      dies with us by PR_SET_PDEATHSIG (itself only)
 *      └───fork──▶ keeper     reads a pipe whose other end only we hold: when
 *                             that ends, so have we, and it kills the group
 *
 * A process that has made a session of its own escapes; only a container would
 * hold it. The caller has one thread. Nothing of this shows afterwards: there is
 * no signal handler, and SIGCHLD and the signal mask are put back. The input is a
 * file in memory, so nobody has to feed it, and SIGPIPE cannot happen.
 */
#include "labs/kit/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include "labs/kit/cleanup.h"

enum {
    FIRST_FREE_FD = 3, /* ours never stand where the child's stdin to stderr go */
    DEFAULT_LIMIT = 1 << 20,
    POLL_WITHOUT_PIDFD = 10, /* milliseconds */
    STOP_PAUSES = 10,        /* asking may take a tenth of our time */
};

static const double stop_interval = 0.1; /* seconds, when asking takes no time */

/* Where in the child it went wrong, sent through a pipe that exec closes. */
enum stage { ENTERING_FOLDER, EXECUTING };

struct failure {
    enum stage where;
    int reason;
};

struct stream {
    int fd; /* -1 when it has ended */
    char *bytes;
    size_t used, room, limit;
};

struct run {
    const struct process *process;
    char **environment;
    pid_t child, keeper;
    int pidfd;      /* readable once the child has ended; -1 where unknown */
    int keeper_end; /* the keeper waits for this to be closed */
    struct stream output, errors;
    double start, next_stop; /* when `stop` is asked again */
    bool ended, timed_out, stopped, truncated;
    int status; /* as waitpid gives it */
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Takes fd over; the result is above those of stdin, stdout and stderr. */
static int move_up(int fd)
{
    if (fd < 0 || fd >= FIRST_FREE_FD)
        return fd;
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
    close(fd);
    return moved;
}

static int make_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    ends[0] = move_up(ends[0]);
    ends[1] = move_up(ends[1]);
    return ends[0] < 0 || ends[1] < 0 ? -1 : 0;
}

/* The input as a file in memory, from its beginning. */
static int input_file(const char *input)
{
    if (!input)
        return move_up(open("/dev/null", O_RDONLY | O_CLOEXEC));
    cleanup_fd int fd = move_up(memfd_create("input", MFD_CLOEXEC));
    for (size_t done = 0, length = strlen(input); fd >= 0 && done < length;) {
        ssize_t written = write(fd, input + done, length - done);
        if (written < 0 && errno != EINTR)
            return -1;
        done += written > 0 ? (size_t)written : 0;
    }
    if (fd >= 0 && lseek(fd, 0, SEEK_SET) < 0)
        return -1;
    return steal_fd(&fd);
}

/* In the child: between fork and exec, only what is async-signal-safe */

static void default_signals(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL); /* refused for SIGKILL, SIGSTOP: no matter */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void report_failure(int fd, enum stage where)
{
    struct failure failure = {.where = where, .reason = errno};
    /* A pipe holds these few bytes; nobody is there to tell if it does not. */
    if (write(fd, &failure, sizeof failure) < 0)
        _exit(126);
    _exit(127);
}

static _Noreturn void become(const struct run *run, const int streams[3], int failures,
                             pid_t parent)
{
    const struct process *process = run->process;
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it died before that line */
        _exit(127);
    /* Only now, when the keeper knows the group, may the program begin. */
    pid_t group = getpid();
    if (write(run->keeper_end, &group, sizeof group) < 0)
        report_failure(failures, EXECUTING);
    for (int fd = 0; fd < 3; fd++)
        dup2(streams[fd], fd);
    syscall(SYS_close_range, FIRST_FREE_FD, ~0U, 1U << 2 /* CLOSE_RANGE_CLOEXEC */);
    if (process->folder && chdir(process->folder) < 0)
        report_failure(failures, ENTERING_FOLDER);
    default_signals();
    execvpe(process->argv[0], (char *const *)process->argv, run->environment);
    report_failure(failures, EXECUTING);
}

/* The keeper holds nothing but its end of the pipe: no pipe of the caller stays open
 * because of it. It is blocked to all signals, and in a session of its own. */
static _Noreturn void keep(int end)
{
    setsid();
    if (dup2(end, 0) < 0)
        _exit(1);
    if (syscall(SYS_close_range, 1, ~0U, 0) < 0)
        for (long fd = sysconf(_SC_OPEN_MAX) - 1; fd > 0; fd--)
            close((int)fd);
    pid_t group = 0, end_of_file;
    if (read(0, &group, sizeof group) == sizeof group && group > 1 &&
        read(0, &end_of_file, sizeof end_of_file) == 0)
        kill(-group, SIGKILL);
    _exit(0);
}

/* Starting */

static int explain_failure(const struct process *process, const struct failure *failure,
                           struct error *error)
{
    const char *name = process->argv[0];
    errno = failure->reason;
    if (failure->where == ENTERING_FOLDER)
        return error_errno(error, STATUS_REQUEST, "cannot work in the folder %s",
                           process->folder);
    /* EACCES can also mean a folder of PATH that may not be searched. */
    if (!strchr(name, '/') && !process_installed(name))
        return error_set(error, STATUS_HOST,
                         "%s is not installed: there is no such program in PATH", name);
    if (errno == ENOENT && access(name, F_OK) == 0)
        return error_set(error, STATUS_HOST,
                         "cannot run %s: its interpreter or loader is missing", name);
    if (errno == EACCES)
        return error_set(error, STATUS_HOST,
                         "cannot run %s: Permission denied; is it executable? (chmod +x)",
                         name);
    return error_errno(error, STATUS_HOST, "cannot run %s", name);
}

static int fork_failed(const char *name, struct error *error)
{
    return error_errno(error, STATUS_HOST,
                       "cannot start %s (too many processes? see ulimit -u)", name);
}

/* Before the child, which tells it what to kill. */
static int start_keeper(struct run *run, struct error *error)
{
    int ends[2];
    if (make_pipe(ends) < 0)
        return error_errno(error, STATUS_HOST, "cannot make a pipe");
    run->keeper_end = ends[1];
    run->keeper = fork();
    if (run->keeper == 0)
        keep(ends[0]);
    int reason = errno;
    close(ends[0]);
    errno = reason;
    return run->keeper < 0 ? fork_failed("a process that waits", error) : 0;
}

static void end_keeper(const struct run *run)
{
    if (run->keeper <= 0)
        return;
    kill(run->keeper, SIGKILL);
    waitpid(run->keeper, NULL, 0);
}

/* Forks the child and waits until it has become the program, or could not. */
static int start_child(struct run *run, const int streams[3], struct error *error)
{
    int ends[2];
    if (make_pipe(ends) < 0)
        return error_errno(error, STATUS_HOST, "cannot make a pipe");
    cleanup_fd int failures = ends[0];
    pid_t parent = getpid();
    run->child = fork();
    if (run->child == 0)
        become(run, streams, ends[1], parent);
    int reason = errno;
    close(ends[1]);
    errno = reason;
    if (run->child < 0)
        return fork_failed(run->process->argv[0], error);
    struct failure failure;
    ssize_t got;
    do
        got = read(failures, &failure, sizeof failure);
    while (got < 0 && errno == EINTR);
    if (got != sizeof failure)
        return 0;
    waitpid(run->child, NULL, 0);
    return explain_failure(run->process, &failure, error);
}

static void kill_group(const struct run *run)
{
    kill(-run->child, SIGKILL);
}

/* What the child reads and writes. Our two ends are closed with the run. */
static int open_streams(struct run *run, int streams[3], struct error *error)
{
    const struct process *process = run->process;
    int output[2], errors[2];
    streams[0] = input_file(process->input);
    if (streams[0] < 0)
        return error_errno(error, STATUS_HOST, "cannot give %s its input",
                           process->argv[0]);
    if (make_pipe(output) == 0) {
        run->output.fd = output[0];
        streams[1] = streams[2] = output[1];
        if (process->merge_errors)
            return 0;
        if (make_pipe(errors) == 0) {
            run->errors.fd = errors[0];
            streams[2] = errors[1];
            return 0;
        }
    }
    return error_errno(error, STATUS_HOST, "cannot make pipes for %s", process->argv[0]);
}

static int start(struct run *run, struct error *error)
{
    int streams[3] = {-1, -1, -1};
    int result = open_streams(run, streams, error);
    if (result == 0)
        result = start_keeper(run, error);
    if (result == 0)
        result = start_child(run, streams, error);
    if (streams[2] != streams[1])
        close(streams[2]);
    for (int i = 0; i < 2; i++)
        if (streams[i] >= 0)
            close(streams[i]);
    if (result < 0)
        end_keeper(run);
    else
        run->pidfd = (int)syscall(SYS_pidfd_open, run->child, 0);
    return result;
}

/* Reading */

static void keep_bytes(struct stream *stream, const char *bytes, size_t length)
{
    if (stream->used + length + 1 > stream->room) {
        stream->room = 2 * (stream->used + length + 1);
        stream->bytes = xreallocarray(stream->bytes, stream->room, 1);
    }
    memcpy(stream->bytes + stream->used, bytes, length);
    stream->used += length;
    stream->bytes[stream->used] = '\0';
}

/* Reads once what is there; false when there is nothing (more). */
static bool read_stream(struct run *run, struct stream *stream)
{
    char bytes[65536];
    if (stream->fd < 0)
        return false;
    ssize_t got = read(stream->fd, bytes, sizeof bytes);
    if (got < 0)
        return errno == EINTR;
    if (got == 0) {
        close(stream->fd);
        stream->fd = -1;
        return false;
    }
    size_t wanted = stream->limit - stream->used;
    if ((size_t)got < wanted)
        wanted = (size_t)got;
    run->truncated |= wanted < (size_t)got;
    keep_bytes(stream, bytes, wanted);
    return true;
}

/* Milliseconds until then, rounded up so as not to spin. */
static int until(double then)
{
    double left = (then - now()) * 1000;
    return left <= 0 ? 0 : left > 1e6 ? 1000000 : (int)left + 1;
}

static bool time_is_up(const struct run *run)
{
    return run->process->seconds > 0 && until(run->start + run->process->seconds) == 0;
}

/* How long poll may wait, in its terms. */
static int pause_of(const struct run *run)
{
    int most = run->pidfd < 0 ? POLL_WITHOUT_PIDFD : -1;
    const double ends[] = {run->process->seconds > 0 ? run->start + run->process->seconds
                                                     : 0,
                           run->process->stop ? run->next_stop : 0};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (ends[i] > 0 && (most < 0 || until(ends[i]) < most))
            most = until(ends[i]);
    return most;
}

static bool must_stop(struct run *run)
{
    if (!run->process->stop || until(run->next_stop) > 0)
        return false;
    double began = now();
    run->stopped = run->process->stop(run->process->stop_data);
    double took = (now() - began) * STOP_PAUSES;
    run->next_stop = now() + (took > stop_interval ? took : stop_interval);
    return run->stopped;
}

/* Has it ended? It stays a zombie, so that its number still names its group. */
static bool has_ended(const struct run *run)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)run->child, &info, WEXITED | WNOHANG | WNOWAIT) < 0 ||
           info.si_pid == run->child;
}

static void read_until_end(struct run *run)
{
    while (!has_ended(run)) {
        struct pollfd fds[] = {{.fd = run->output.fd, .events = POLLIN},
                               {.fd = run->errors.fd, .events = POLLIN},
                               {.fd = run->pidfd, .events = POLLIN}};
        run->timed_out = time_is_up(run);
        if (run->timed_out || must_stop(run)) {
            kill_group(run);
            waitid(P_PID, (id_t)run->child, &(siginfo_t){0}, WEXITED | WNOWAIT);
            return;
        }
        if (poll(fds, 3, pause_of(run)) <= 0)
            continue;
        if (fds[0].revents)
            read_stream(run, &run->output);
        if (fds[1].revents)
            read_stream(run, &run->errors);
    }
}

/* What was written before the end is still in the pipes. Whoever escaped the group may
 * hold them open and write for ever: what fits into a pipe is enough. */
static void drain(struct run *run, struct stream *stream)
{
    if (stream->fd < 0)
        return;
    fcntl(stream->fd, F_SETFL, O_NONBLOCK);
    int most = fcntl(stream->fd, F_GETPIPE_SZ);
    for (size_t read = 0; read <= (size_t)(most > 0 ? most : 1 << 20); read += 4096)
        if (!read_stream(run, stream))
            return;
}

/* Ending */

static void finish(struct run *run)
{
    kill_group(run);
    waitpid(run->child, &run->status, 0);
    end_keeper(run);
    drain(run, &run->output);
    drain(run, &run->errors);
}

static void close_run(struct run *run)
{
    const int fds[] = {run->output.fd, run->errors.fd, run->pidfd, run->keeper_end};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

static char *text_of(struct stream *stream)
{
    return stream->bytes ? steal_pointer(&stream->bytes) : xstrdup("");
}

static void tell(struct run *run, struct process_result *result)
{
    *result = (struct process_result){
        .signal = WIFSIGNALED(run->status) ? WTERMSIG(run->status) : 0,
        .timed_out = run->timed_out,
        .stopped = run->stopped,
        .truncated = run->truncated,
        .output = text_of(&run->output),
        .errors = text_of(&run->errors),
        .seconds = now() - run->start,
    };
    result->exit_status =
        result->signal ? 128 + result->signal : WEXITSTATUS(run->status);
}

/* With SIGCHLD ignored the kernel would reap the child before we see its status; and
 * no handler of the caller shall run in a child. */
struct signals {
    sigset_t mask;
    struct sigaction child;
};

static void hold_signals(struct signals *old)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &old->mask);
    sigaction(SIGCHLD, &(struct sigaction){.sa_handler = SIG_DFL}, &old->child);
}

int process_run(const struct process *process, struct process_result *result,
                struct error *error)
{
    size_t limit = process->output_limit ? process->output_limit : DEFAULT_LIMIT;
    cleanup_free char **environment = process_environment(process->variables);
    struct run run = {.process = process,
                      .environment = environment,
                      .pidfd = -1,
                      .keeper_end = -1,
                      .output = {.fd = -1, .limit = limit},
                      .errors = {.fd = -1, .limit = limit},
                      .start = now(),
                      .next_stop = now() + stop_interval};
    struct signals old;
    *result = (struct process_result){0};
    hold_signals(&old);
    int started = start(&run, error);
    sigprocmask(SIG_SETMASK, &old.mask, NULL);
    if (started == 0) {
        read_until_end(&run);
        finish(&run);
        tell(&run, result);
    }
    close_run(&run);
    sigaction(SIGCHLD, &old.child, NULL);
    return started;
}

void process_result_free(struct process_result *result)
{
    free(result->output);
    free(result->errors);
    *result = (struct process_result){0};
}
