/* The watcher.
 *
 * The demo runs in a child with a process group of its own. The watcher reads the
 * shared log as it grows, keeps the state, and asks the wait-for graph whether
 * anyone can still go on. Invariants:
 *   - "stuck" is only ever said from the graph, never from the time that passed;
 *   - the kernel is asked too: every stuck thread must sleep in futex(2), and not
 *     have run between two looks;
 *   - the child never outlives this process: PR_SET_PDEATHSIG, so that even
 *     kill -9 of the watcher takes it along.
 */
#include "threads/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

enum {
    LOOK_NANOSECONDS = 1000000, /* how often the log is looked at */
    SETTLE_LOOKS = 300,         /* for the other threads, once some are stuck */
    CONFIRM_LOOKS = 2000,       /* for the kernel to show them asleep */
    OUTPUT_MAX = 1 << 16,
};

static void pause_between_looks(void)
{
    struct timespec pause = {.tv_nsec = LOOK_NANOSECONDS};

    nanosleep(&pause, NULL);
}

static _Noreturn void be_the_child(const struct recording *recording, pid_t watcher,
                                   int output)
{
    struct rlimit none = {0};
    char count[24];
    int input = open("/dev/null", O_RDONLY);

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != watcher) /* it died before the line above */
        _exit(STATUS_HOST);
    setrlimit(RLIMIT_CORE, &none);
    if (input >= 0) /* a bare container may have no /dev */
        dup2(input, 0);
    dup2(output, 1);
    setvbuf(stdout, NULL, _IOLBF, 0);
    snprintf(count, sizeof count, "%llu", (unsigned long long)recording->count);
    runtime_run(recording->log, recording->variant->code, count);
}

static int start_child(struct recording *recording, int output, struct error *error)
{
    pid_t watcher = getpid();

    fflush(NULL); /* or the child would print it again */
    recording->process = fork();
    if (recording->process < 0)
        return error_errno(error, STATUS_HOST, "no new process for the demo (ulimit -u)");
    if (recording->process == 0)
        be_the_child(recording, watcher, output);
    setpgid(recording->process, recording->process); /* whoever of the two is first */
    return 0;
}

static void kill_child(struct recording *recording, enum ending ending)
{
    kill(-recording->process, SIGKILL);
    kill(recording->process, SIGKILL);
    while (waitpid(recording->process, NULL, 0) < 0 && errno == EINTR)
        ;
    recording->ending = ending;
}

static bool child_ended(struct recording *recording)
{
    int status;

    if (waitpid(recording->process, &status, WNOHANG) != recording->process)
        return false;
    recording->ending = WIFSIGNALED(status) ? ENDED_SIGNAL : ENDED_ITSELF;
    recording->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    recording->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    return true;
}

/* Reads what is new in the log. */
static void catch_up(struct recording *recording, struct state *state, bool over)
{
    size_t end = log_readable(recording->log, state->events, over);

    while (state->events < end)
        state_add(state, recording->log, log_event(recording->log, state->events));
    recording->events = state->events;
}

static void find_stuck(struct recording *recording, const struct state *state)
{
    state_graph(state, recording->log, &recording->graph);
    recording->stuck = wait_graph_stuck(&recording->graph);
    recording->cycle = wait_graph_cycle(&recording->graph, recording->stuck);
}

static bool all_stuck(const struct recording *recording)
{
    for (size_t i = 0; i < recording->graph.count; i++)
        if (!recording->graph.nodes[i].gone && !(recording->stuck >> i & 1))
            return false;
    return true;
}

/* The address within the object: the futex of a mutex or semaphore lies in it. */
static bool sleeps_on(const struct kernel_thread *seen, const struct log_object *object)
{
    if (seen->state != 'S' || (seen->has_call && !seen->futex))
        return false;
    return !seen->has_call || !object->address ||
           (seen->address >= object->address &&
            seen->address < object->address + object->size);
}

/* One look at every stuck thread: true if all sleep where the log says. */
static bool look_at_all(struct recording *recording, const struct state *state,
                        struct kernel_thread seen[LOG_THREADS])
{
    bool all = true;

    for (int i = 0; i < (int)recording->graph.count; i++) {
        if (!(recording->stuck >> i & 1))
            continue;
        kernel_look(recording->process, atomic_load(&recording->log->threads[i].tid),
                    &seen[i]);
        all &= sleeps_on(&seen[i], &recording->log->objects[state->threads[i].wants]);
    }
    return all;
}

/* Asleep at two looks, and not run in between. A thread that has just said what it
 * wants may need a moment until it sleeps; that is what is waited for here. */
static bool confirm(struct recording *recording, const struct state *state)
{
    struct kernel_thread first[LOG_THREADS] = {{0}};

    for (int looks = 0; looks < CONFIRM_LOOKS; looks++) {
        bool same = look_at_all(recording, state, first);
        pause_between_looks();
        same &= look_at_all(recording, state, recording->kernel);
        for (size_t i = 0; i < LOG_THREADS; i++)
            same &= first[i].switches == recording->kernel[i].switches;
        if (same)
            return true;
    }
    return false;
}

/* Some can never go on. The others get a moment to come to rest, so that the last
 * picture shows where they all ended up. */
static void end_stuck(struct recording *recording, struct state *state)
{
    for (int looks = 0; looks < SETTLE_LOOKS && !all_stuck(recording); looks++) {
        pause_between_looks();
        catch_up(recording, state, false);
        find_stuck(recording, state);
    }
    recording->confirmed = kernel_has_proc() && confirm(recording, state);
    kill_child(recording, KILLED_STUCK);
}

static void look_on(struct recording *recording, double limit_seconds)
{
    struct state state;
    uint64_t limit = (uint64_t)(limit_seconds * 1e9);

    state_init(&state);
    for (;;) {
        bool over = child_ended(recording);
        catch_up(recording, &state, over);
        if (over)
            return;
        find_stuck(recording, &state);
        if (recording->stuck) {
            end_stuck(recording, &state);
            return;
        }
        if (log_full(recording->log) || log_clock() - recording->log->started > limit) {
            kill_child(recording, log_full(recording->log) ? KILLED_FULL : KILLED_LATE);
            catch_up(recording, &state, true);
            return;
        }
        pause_between_looks();
    }
}

static char *read_output(int fd)
{
    char *text = xcalloc(1, OUTPUT_MAX + 1);
    ssize_t length = pread(fd, text, OUTPUT_MAX, 0);

    text[length < 0 ? 0 : length] = '\0';
    return text;
}

/* What stands in the way of a new thread, as far as it can be known. */
static int no_thread(const struct event *event, const char *file, const char *name,
                     struct error *error)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NPROC, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        return error_set(
            error, STATUS_HOST,
            "%s:%d: no new thread %s: %s (ulimit -u is %llu; raise it, or end "
            "other processes)",
            file, event->line, name, strerror((int)event->value),
            (unsigned long long)limit.rlim_cur);
    return error_set(
        error, STATUS_HOST,
        "%s:%d: no new thread %s: %s (pids.max of the cgroup may be too low)", file,
        event->line, name, strerror((int)event->value));
}

/* A call that failed in the child is the host's answer, not the demo's. */
static int failed_call(const struct recording *recording, struct error *error)
{
    const char *file = recording->variant->code->file;

    for (size_t i = recording->events; i-- > 0;) {
        const struct event *event = log_event(recording->log, i);
        const struct log_object *object = &recording->log->objects[event->object];
        if (event->kind != EVENT_FAILED)
            continue;
        if (object->kind == OBJECT_THREAD && event->value == EAGAIN)
            return no_thread(event, file, object->name, error);
        return error_set(error, STATUS_HOST, "%s:%d: the call for %s failed: %s", file,
                         event->line, object->name, strerror((int)event->value));
    }
    return 0;
}

/* The graph shows it, but the promise is that the kernel was asked as well. */
static int missing_proc(const struct recording *recording, struct error *error)
{
    if (recording->ending != KILLED_STUCK || recording->confirmed || kernel_has_proc())
        return 0;
    return error_set(
        error, STATUS_HOST,
        "the threads wait in a circle, but the kernel cannot be asked: /proc is "
        "not mounted (mount -t proc proc /proc)");
}

int watch_run(const struct variant *variant, uint64_t count, double limit_seconds,
              struct recording *recording, struct error *error)
{
    cleanup_fd int output = memfd_create("output", MFD_CLOEXEC);

    *recording = (struct recording){.variant = variant, .count = count};
    if (output < 0)
        return error_errno(error, STATUS_HOST,
                           "no memory file for the output of the demo");
    if (!(recording->log = log_new(error)) || start_child(recording, output, error) < 0) {
        recording_free(recording);
        return -1;
    }
    look_on(recording, limit_seconds);
    recording->seconds = (double)(log_clock() - recording->log->started) / 1e9;
    recording->output = read_output(output);
    if (failed_call(recording, error) < 0 || missing_proc(recording, error) < 0) {
        recording_free(recording);
        return -1;
    }
    return 0;
}

void recording_free(struct recording *recording)
{
    log_free(recording->log);
    free(recording->output);
    recording->log = NULL;
    recording->output = NULL;
}
