/* Runs of a container under watch, and what is kept of them. */
#include "isolate/explain/trace.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "isolate/explain/decode.h"
#include "isolate/explain/tracer.h"
#include "isolate/runtime/launch.h"

/* What the watched process tells; in shared memory. */
struct result {
    struct ending ending;
    struct error error;
    int status;
    bool ended;
};

static void direct_output(bool quiet)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(nothing, STDIN_FILENO);
    dup2(quiet ? nothing : STDERR_FILENO, STDOUT_FILENO);
    if (quiet)
        dup2(nothing, STDERR_FILENO);
}

static _Noreturn void run(const struct wish *wish, bool quiet, struct result *result)
{
    struct container container = {0};
    direct_output(quiet);
    raise(SIGSTOP); /* until we are watched */
    result->status = LAUNCH_FAILED;
    if (wish_resolve(wish, &container, &result->error) == 0)
        result->status = launch_run(&container, &result->ending, &result->error);
    container_free(&container);
    result->ended = true;
    _exit(0);
}

struct watch {
    const struct wish *wish;
    bool quiet;
    const struct tracer_hooks *hooks;
};

static int follow(const struct watch *watch, struct result *result, struct error *error)
{
    pid_t child = fork();
    if (child == 0)
        run(watch->wish, watch->quiet, result);
    if (child < 0)
        return error_errno(error, STATUS_HOST, "cannot start a process");
    if (tracer_follow(child, watch->hooks, error) < 0) {
        kill(child, SIGKILL);
        return -1;
    }
    if (!result->ended)
        return error_set(error, STATUS_HOST, "the container ended while it was watched");
    if (result->ending.ran)
        return 0;
    *error = result->error;
    return -1;
}

/* Returns the status of the command, or -1. */
static int watch(const struct watch *watch, struct error *error)
{
    struct result *result = mmap(NULL, sizeof *result, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (result == MAP_FAILED)
        return error_errno(error, STATUS_HOST, "memory for the watched process");
    int status = follow(watch, result, error) < 0 ? -1 : result->status;
    munmap(result, sizeof *result);
    return status;
}

/* ---- recording failures ---- */

static struct watched *row_for(struct trace *trace, const struct watched *call)
{
    struct watched *oldest = trace->rows;
    for (unsigned i = 0; i < trace->count; i++) {
        struct watched *row = &trace->rows[i];
        if (row->number == call->number && row->error == call->error &&
            row->signal == call->signal && !strcmp(row->text, call->text))
            return row;
        if (row->last < oldest->last)
            oldest = row;
    }
    struct watched *row =
        trace->count < CALLS_MAX ? &trace->rows[trace->count++] : oldest;
    trace->is_cut |= row->last != 0;
    *row = *call;
    return row;
}

static enum tracer_step record_failure(void *context, pid_t pid, struct watched *call)
{
    struct trace *trace = context;
    if (!call->error && !call->signal)
        return TRACER_MAKE;
    decode_call(pid, call);
    struct watched *row = row_for(trace, call);
    row->times++;
    row->last = ++trace->failures;
    return TRACER_MAKE;
}

int trace_failures(const struct wish *wish, struct trace *trace, struct error *error)
{
    *trace = (struct trace){0};
    struct tracer_hooks hooks = {.after = record_failure, .context = trace};
    trace->status = watch(&(struct watch){wish, false, &hooks}, error);
    return trace->status < 0 ? -1 : 0;
}

/* ---- the same calls once more ---- */

struct comparison {
    const struct watched *calls;
    struct watched *seen;
    unsigned count;
};

static enum tracer_step compare(void *context, pid_t pid, struct watched *call)
{
    struct comparison *c = context;
    for (unsigned i = 0; i < c->count; i++) {
        const struct watched *wanted = &c->calls[i];
        struct watched *seen = &c->seen[i];
        if (call->number != wanted->number || call->architecture != wanted->architecture)
            continue;
        if (!*call->text && !call->signal)
            decode_call(pid, call);
        bool is_settled =
            seen->times && seen->error == wanted->error && seen->signal == wanted->signal;
        bool is_same = call->signal || !strcmp(call->text, wanted->text);
        if (!is_same || is_settled)
            continue;
        call->times = seen->times + 1;
        *seen = *call;
    }
    return TRACER_MAKE;
}

int trace_again(const struct wish *wish, const struct watched *calls, unsigned count,
                struct watched *seen, struct error *error)
{
    struct comparison comparison = {calls, seen, count};
    memset(seen, 0, count * sizeof *seen);
    struct tracer_hooks hooks = {.after = compare, .context = &comparison};
    return watch(&(struct watch){wish, true, &hooks}, error) < 0 ? -1 : 0;
}

int trace_with(const struct wish *wish, const struct tracer_hooks *hooks,
               struct error *error)
{
    return watch(&(struct watch){wish, true, hooks}, error);
}
