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
#include "vmsim/progress.h"
#include "vmsim/recording.h"

enum { PIPE_BUFFER = 64 * 1024 };

static const char *output;
static uint64_t page_size;

const struct option_row record_options[] = {
    {"output", 'o', OPTION_TEXT, &output, "FILE",
     "the trace to write: lackey's lines, or as its name says, such as ls.r3t.xz", NULL,
     0, 0},
    {"page-size", 0, OPTION_COUNT, &page_size, "BYTES",
     "bytes per page, for formats of pages; 4096 if not given", NULL, 1, 1ull << 40},
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

static int copy_trace(int from, pid_t child, struct recording *recording,
                      struct error *error)
{
    char buffer[PIPE_BUFFER];
    for (;;) {
        ssize_t got = read_while_alive(from, child, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_errno(error, STATUS_HOST, "cannot read from valgrind");
        if (got == 0)
            return 0;
        if (recording_add(recording, buffer, (size_t)got, error) < 0)
            return -1;
        progress_show("recorded", recording_accesses(recording), 0);
    }
}

static void report_json(const uint64_t *kinds, uint64_t accesses, int code)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "trace", output);
    json_unsigned(&json, "references", accesses);
    json_unsigned(&json, "reads", kinds[ACCESS_READ]);
    json_unsigned(&json, "writes", kinds[ACCESS_WRITE]);
    json_unsigned(&json, "modifies", kinds[ACCESS_MODIFY]);
    json_unsigned(&json, "fetches", kinds[ACCESS_FETCH]);
    json_bool(&json, "interrupted", interrupted != 0);
    json_integer(&json, "exit_status", code);
    json_end(&json);
}

static void report(const uint64_t *kinds, uint64_t accesses, char **command, int status)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (common_options.json) {
        report_json(kinds, accesses, code);
        return;
    }
    printf("%s: %llu memory accesses of %s%s\n", output, (unsigned long long)accesses,
           command[0], interrupted ? ", until it was interrupted" : "");
    printf("  %llu reads, %llu writes, %llu modifies, %llu instruction fetches\n",
           (unsigned long long)kinds[ACCESS_READ],
           (unsigned long long)kinds[ACCESS_WRITE],
           (unsigned long long)kinds[ACCESS_MODIFY],
           (unsigned long long)kinds[ACCESS_FETCH]);
    if (code != 0 && !interrupted)
        printf("note: %s ended with status %d\n", command[0], code);
}

/* Runs the command to its end, or ours, and passes its trace on. */
static int run(char **command, struct recording *recording, int *status,
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
    int result = copy_trace(from, child, recording, error);
    progress_end();
    close(from); /* a valgrind that still writes ends by SIGPIPE */
    while (waitpid(child, status, 0) < 0 && errno == EINTR)
        ;
    recorded = 0;
    return result;
}

static int record(char **command, struct error *error)
{
    struct recording *recording = recording_open(output, page_size, error);
    int status = 0;
    if (!recording)
        return -1;
    int result = run(command, recording, &status, error);
    if (result == 0 && recording_accesses(recording) == 0)
        result = error_set(error, STATUS_REQUEST,
                           "nothing was recorded: %s did not run under valgrind, so %s "
                           "is not written",
                           command[0], output);
    if (result < 0) {
        recording_abandon(recording);
        return -1;
    }
    uint64_t kinds[ACCESS_KINDS], accesses = recording_accesses(recording);
    memcpy(kinds, recording_kinds(recording), sizeof kinds);
    if (recording_commit(recording, error) < 0)
        return -1;
    report(kinds, accesses, command, status);
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
    if (page_size & (page_size - 1))
        die(STATUS_REQUEST, "--page-size %llu: a page is a power of two bytes; try 4096",
            (unsigned long long)page_size);
    if (!can_be_run(argv[0]))
        die(STATUS_REQUEST, "cannot run %s: it is not an executable here", argv[0]);
    if (!process_installed("valgrind"))
        die(STATUS_HOST, "record needs valgrind, which is not installed: install the "
                         "package valgrind (apt, dnf, pacman and apk have it)");
    if (record(argv, &error) < 0)
        die_error(&error);
    return STATUS_OK;
}
