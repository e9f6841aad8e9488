/* vmsim record: the memory trace of a real program, by valgrind's lackey.
 *
 * valgrind writes to a pipe, and we from there to a file that appears only when
 * it is complete. Ctrl-C reaches the program too, since it is in our process
 * group: it ends, the pipe ends, and what came until then is a valid trace. The
 * trace ends with the program itself: what it left in the background may hold the
 * pipe open, but is not recorded and not waited for.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/process.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/sink.h"

enum { PIPE_BUFFER = 64 * 1024 };

static const char *output;

const struct option_row record_options[] = {
    {"output", 'o', OPTION_TEXT, &output, "FILE",
     "the trace to write; packed when its name ends in .gz, .xz or .zst", NULL, 0, 0},
    {0},
};

static volatile sig_atomic_t interrupted;
static volatile pid_t recorded; /* valgrind, once it runs */
static sigset_t outside;        /* the signal mask that we were started with */

static void do_nothing(int number)
{
    (void)number;
}

/* Ends the program and nothing else; the trace so far is kept. Whoever asks a
 * second time means it. */
static void on_interrupt(int number)
{
    (void)number;
    if (recorded > 0)
        kill(recorded, interrupted ? SIGKILL : SIGTERM);
    interrupted = 1;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_interrupt};
    const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        sigaction(numbers[i], &action, NULL);
    /* A file grown too large is then an error of write(2), which can be told. */
    struct sigaction nothing = {.sa_handler = do_nothing};
    sigaction(SIGXFSZ, &nothing, NULL);
    sigaction(SIGCHLD, &nothing, NULL);
    /* Comes only while we wait for bytes, so that it is never missed. */
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &outside);
}

static _Noreturn void run_valgrind(int log, pid_t parent, char **command)
{
    char option[32];
    const char *head[] = {"valgrind", "--tool=lackey", "--trace-mem=yes",
                          "--child-silent-after-fork=yes", option};
    enum { HEAD = sizeof head / sizeof head[0] };
    size_t count = 0;
    while (command[count])
        count++;
    const char **argv = xcalloc(HEAD + count + 1, sizeof *argv);
    snprintf(option, sizeof option, "--log-fd=%d", log);
    memcpy(argv, head, sizeof head);
    memcpy(argv + HEAD, command, count * sizeof *command);
    sigprocmask(SIG_SETMASK, &outside, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* without us nobody reads the pipe */
    if (getppid() != parent)
        _exit(1);
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    warn("valgrind cannot be started: %s", strerror(errno));
    _exit(127);
}

static pid_t start(char **command, int *from, struct error *error)
{
    int ends[2];
    if (pipe(ends) < 0)
        return error_errno(error, STATUS_HOST, "cannot make a pipe");
    pid_t parent = getpid(), child = fork();
    if (child < 0) {
        error_errno(error, STATUS_HOST, "cannot start valgrind");
        close(ends[0]);
    }
    if (child == 0) {
        close(ends[0]);
        run_valgrind(ends[1], parent, command);
    }
    close(ends[1]);
    *from = ends[0];
    return child;
}

/* Whole lines only: what a killed valgrind left half-written is dropped. */
struct line_buffer {
    char bytes[PIPE_BUFFER];
    size_t length;
    uint64_t references; /* lines of the trace, not valgrind's own words */
};

static void count_lines(struct line_buffer *buffer, size_t length)
{
    const char *line = buffer->bytes, *end = buffer->bytes + length;
    while (line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        buffer->references += *line == ' ' || *line == 'I';
        line = newline + 1;
    }
}

static int pass_lines(struct line_buffer *buffer, struct sink *sink, struct error *error)
{
    const char *last = memrchr(buffer->bytes, '\n', buffer->length);
    if (!last)
        return 0;
    size_t length = (size_t)(last + 1 - buffer->bytes);
    if (sink_write(sink, buffer->bytes, length, error) < 0)
        return -1;
    count_lines(buffer, length);
    buffer->length -= length;
    memmove(buffer->bytes, buffer->bytes + length, buffer->length);
    return 0;
}

static bool has_ended(pid_t child)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == child;
}

/* As read(2), but once the child has ended, the bytes that are there are the last. */
static ssize_t read_while_alive(int from, pid_t child, void *buffer, size_t size)
{
    struct pollfd wait = {.fd = from, .events = POLLIN};
    bool ended = has_ended(child);
    const struct timespec at_once = {0};
    int ready = ppoll(&wait, 1, ended ? &at_once : NULL, &outside);
    if (ready <= 0)
        return ready == 0 ? 0 : -1;
    return read(from, buffer, size);
}

static int copy_trace(int from, pid_t child, struct sink *sink, uint64_t *references,
                      struct error *error)
{
    cleanup_free struct line_buffer *buffer = xcalloc(1, sizeof *buffer);
    for (;;) {
        ssize_t got = read_while_alive(from, child, buffer->bytes + buffer->length,
                                       sizeof buffer->bytes - buffer->length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_errno(error, STATUS_HOST, "cannot read from valgrind");
        if (got == 0)
            break;
        buffer->length += (size_t)got;
        if (pass_lines(buffer, sink, error) < 0)
            return -1;
    }
    *references = buffer->references;
    return 0;
}

static void report(uint64_t references, char **command, int status)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (common_options.json) {
        struct json json = json_begin(stdout);
        json_object(&json, NULL);
        json_string(&json, "trace", output);
        json_unsigned(&json, "references", references);
        json_bool(&json, "interrupted", interrupted != 0);
        json_integer(&json, "exit_status", code);
        json_end(&json);
        return;
    }
    printf("%s: %llu memory accesses of %s%s\n", output, (unsigned long long)references,
           command[0], interrupted ? ", until it was interrupted" : "");
    if (code != 0 && !interrupted)
        printf("note: %s ended with status %d\n", command[0], code);
}

/* Runs the command to its end, or ours, and passes its trace on. */
static int run(char **command, struct sink *sink, uint64_t *references, int *status,
               struct error *error)
{
    int from = -1;
    catch_signals();
    pid_t child = start(command, &from, error);
    if (child < 0)
        return -1;
    recorded = child;
    if (interrupted)
        kill(child, SIGTERM); /* it came before there was one to be told */
    if (isatty(STDERR_FILENO))
        warn("recording %s, many times slower than it runs; Ctrl-C ends it and keeps "
             "the trace",
             command[0]);
    int result = copy_trace(from, child, sink, references, error);
    close(from); /* a valgrind that still writes ends by SIGPIPE */
    while (waitpid(child, status, 0) < 0 && errno == EINTR)
        ;
    recorded = 0;
    return result;
}

static int record(char **command, struct error *error)
{
    struct sink *sink = sink_open(output, NULL, error);
    int status = 0;
    uint64_t references = 0;
    if (!sink)
        return -1;
    int result = run(command, sink, &references, &status, error);
    if (result == 0 && references == 0)
        result = error_set(error, STATUS_REQUEST,
                           "nothing was recorded: %s did not run under valgrind, so %s "
                           "is not written",
                           command[0], output);
    if (result < 0) {
        sink_abandon(sink);
        return -1;
    }
    if (sink_commit(sink, error) < 0)
        return -1;
    report(references, command, status);
    return 0;
}

static bool can_be_run(const char *name)
{
    struct stat status;
    if (!strchr(name, '/'))
        return process_installed(name);
    return stat(name, &status) == 0 && S_ISREG(status.st_mode) && access(name, X_OK) == 0;
}

int command_record(int argc, char **argv)
{
    (void)argc;
    struct error error;
    if (!output)
        die(STATUS_REQUEST, "-o FILE is missing: where shall the trace go? Try "
                            "-o ls.trace.xz");
    if (!can_be_run(argv[0]))
        die(STATUS_REQUEST, "cannot run %s: it is not an executable here", argv[0]);
    if (!process_installed("valgrind"))
        die(STATUS_HOST, "record needs valgrind, which is not installed: install the "
                         "package valgrind (apt, dnf, pacman and apk have it)");
    if (record(argv, &error) < 0)
        die_error(&error);
    return STATUS_OK;
}
