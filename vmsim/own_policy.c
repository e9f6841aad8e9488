/* Running a learner's policy, twice, and judging how it ended.
 *
 * The second run rehearses first, in a block of its own, and has another future from
 * the middle of the trace on. A policy that keeps state in variables, or that looks at
 * references to come, decides differently before the middle.
 */
#include "vmsim/own_policy.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/sandbox.h"
#include "vmsim/own/protocol.h"

enum { REHEARSAL = 1000, SECONDS_LEAST = 5, PER_SECOND = 500000 };

/* One run: the references that it gets, and what it left. */
struct attempt {
    struct own_policy *own;
    const char *number; /* of its files */
    const struct trace *trace;
    uint32_t frames;
    uint64_t rehearsal;
    struct own_progress progress;
    struct own_decision *decisions; /* mapped */
    size_t count, mapped;
    double seconds;
};

static char *file_of(const struct attempt *attempt, const char *name)
{
    return xasprintf("%s/%s.%s", attempt->own->folder.path, name, attempt->number);
}

static int write_references(const struct attempt *attempt, struct error *error)
{
    const struct trace *trace = attempt->trace;
    struct own_request request = {.frames = attempt->frames,
                                  .pages = trace->pages.count,
                                  .count = trace->count,
                                  .rehearsal = attempt->rehearsal};
    snprintf(request.parameters, sizeof request.parameters, "%s",
             attempt->own->choice->own);
    if (request.rehearsal > trace->count)
        request.rehearsal = trace->count * 2 / 3 + 1;
    cleanup_free char *path = file_of(attempt, "references");
    FILE *out = fopen(path, "we");
    if (!out)
        return error_errno(error, STATUS_HOST, "cannot write %s", path);
    fwrite(&request, sizeof request, 1, out);
    for (size_t time = 0; time < trace->count; time++) {
        struct reference at = trace_reference(trace, time);
        struct own_reference reference = {at.page, at.next, at.write};
        fwrite(&reference, sizeof reference, 1, out);
    }
    bool failed = ferror(out);
    if (fclose(out) != 0 || failed)
        return error_errno(error, STATUS_HOST, "cannot write %s", path);
    return 0;
}

static void read_progress(struct attempt *attempt)
{
    cleanup_free char *path = file_of(attempt, "progress");
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 || read(fd, &attempt->progress, sizeof attempt->progress) !=
                      sizeof attempt->progress)
        attempt->progress = (struct own_progress){0};
    if (attempt->progress.time >= attempt->trace->count)
        attempt->progress.time = 0;
    if (attempt->progress.phase >= OWN_PHASES)
        attempt->progress.phase = OWN_STARTED;
}

static void map_decisions(struct attempt *attempt)
{
    struct stat status;
    cleanup_free char *path = file_of(attempt, "decisions");
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) ||
        status.st_size == 0)
        return;
    void *map = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED)
        return;
    attempt->decisions = map;
    attempt->mapped = (size_t)status.st_size;
    attempt->count = attempt->mapped / sizeof(struct own_decision);
}

/* ---- how it ended ---- */

static const char *const phases[OWN_PHASES] = {"its beginning", "bytes()", "init()",
                                               "release()",     "hit()",   "victim()",
                                               "load()",        "its end"};

/* "in hit() at reference 7", or "in init()". */
static char *where(const struct own_progress *progress)
{
    if (progress->phase <= OWN_INIT)
        return xasprintf("in %s", phases[progress->phase]);
    return xasprintf("in %s at reference %" PRIu64, phases[progress->phase],
                     progress->time + 1);
}

/* Which of the items that the learner wrote is wrong. */
static int judge_parameter(const struct attempt *attempt, struct error *error)
{
    const struct own_progress *progress = &attempt->progress;
    const char *item = attempt->own->choice->own;
    for (uint32_t i = 0; i < progress->item && strchr(item, ','); i++)
        item = strchr(item, ',') + 1;
    if (progress->problem == OWN_UNKNOWN)
        return error_set(error, STATUS_REQUEST,
                         "--policy: %s has no parameter '%.*s' in its table",
                         attempt->own->name, (int)strcspn(item, "="), item);
    return error_set(
        error, STATUS_REQUEST, "--policy: '%.*s' does not suit %s: from %llu to %llu",
        (int)strcspn(item, ","), item, attempt->own->name,
        (unsigned long long)progress->least, (unsigned long long)progress->most);
}

static int judge_problem(const struct attempt *attempt, struct error *error)
{
    const struct own_progress *progress = &attempt->progress;
    const char *name = attempt->own->name;
    unsigned long long bytes = progress->bytes;
    cleanup_free char *place = where(progress);
    switch (progress->problem) {
    case OWN_BEHIND:
        return error_set(error, STATUS_NO,
                         "%s breaks a rule %s: it goes beyond its block, which has the "
                         "%llu bytes that bytes() asked for",
                         name, place, bytes);
    case OWN_BEFORE:
        return error_set(error, STATUS_NO,
                         "%s breaks a rule %s: it goes to a place before its block", name,
                         place);
    case OWN_MOVED:
        return error_set(error, STATUS_NO,
                         "%s breaks a rule %s: it goes to where its block was before it "
                         "was moved; keep numbers in the block, and no pointers",
                         name, place);
    case OWN_INCOMPLETE:
        return error_set(error, STATUS_NO,
                         "%s breaks a rule: its table lacks a function; it needs bytes, "
                         "init, hit, victim and load",
                         name);
    case OWN_NO_BLOCK:
        return error_set(error, STATUS_NO,
                         "%s breaks a rule: bytes() asks for %llu bytes, and a block has "
                         "at least one and at most what memory allows",
                         name, bytes);
    case OWN_UNKNOWN:
    case OWN_BOUNDS:
        return judge_parameter(attempt, error);
    default:
        return error_set(error, STATUS_NO,
                         "%s crashes %s: it goes to memory that is not its own, or "
                         "divides by 0",
                         name, place);
    }
}

static int judge(struct attempt *attempt, const struct sandbox *sandbox,
                 enum sandbox_end end, const struct process_result *result,
                 struct error *error)
{
    const char *name = attempt->own->name;
    read_progress(attempt);
    if (end == SANDBOX_EXITED && result->exit_status == 0)
        return 0;
    cleanup_free char *place = where(&attempt->progress);
    if (end == SANDBOX_EXITED && attempt->progress.problem)
        return judge_problem(attempt, error);
    cleanup_free char *words = sandbox_end_words(sandbox, end, result);
    if (end == SANDBOX_TIME)
        return error_set(error, STATUS_NO, "%s does not come back %s: %s", name, place,
                         words);
    if (end == SANDBOX_MEMORY)
        return error_set(error, STATUS_NO,
                         "%s breaks a rule %s: a policy has its block and allocates "
                         "nothing; %s",
                         name, place, words);
    return error_set(error, STATUS_NO, "%s does not get done %s: %s", name, place, words);
}

/* What it printed is shown, as far as a terminal may see it. */
static void show_output(const struct own_policy *own, const struct process_result *result)
{
    const char *text = result->output;
    if (!*text || own->runs > 1)
        return;
    fprintf(stderr, "%s printed: ", own->name);
    plain_put(stderr, text, strcspn(text, "\n"));
    fputs(strchr(text, '\n') && strchr(text, '\n')[1] ? " …\n" : "\n", stderr);
}

static int attempt_run(struct attempt *attempt, struct error *error)
{
    size_t references = attempt->trace->count;
    struct sandbox sandbox = {
        .folder = attempt->own->folder.path,
        .seconds = SECONDS_LEAST + (double)references / PER_SECOND,
        .address_space = ((size_t)1 << 30) + references * 40,
        .file_size = ((size_t)1 << 20) + references * 2 * sizeof(struct own_decision),
        .output_limit = 64 << 10,
        .bare = attempt->own->bare,
    };
    const char *const argv[] = {"./run", attempt->number, NULL};
    struct process_result result;
    enum sandbox_end end;
    if (write_references(attempt, error) < 0 ||
        sandbox_run(&sandbox, argv, &end, &result, error) < 0)
        return -1;
    attempt->own->runs++;
    attempt->seconds = result.seconds;
    int outcome = judge(attempt, &sandbox, end, &result, error);
    show_output(attempt->own, &result);
    process_result_free(&result);
    map_decisions(attempt);
    return outcome;
}

static void attempt_free(struct attempt *attempt)
{
    if (attempt->decisions)
        munmap(attempt->decisions, attempt->mapped);
    static const char *const names[] = {"references", "decisions", "progress"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        cleanup_free char *path = file_of(attempt, names[i]);
        unlink(path);
    }
}

/* ---- the second run ---- */

/* The same pages, but from the middle on in the opposite order. With the future in its
 * hands a policy may decide by it: then it gets the same one. */
static void other_future(const struct trace *trace, struct trace *other, bool same)
{
    *other = *trace;
    other->next = NULL;
    other->page = xreallocarray(NULL, trace->count, sizeof *other->page);
    for (size_t time = 0; time < trace->count; time++)
        other->page[time] = trace->page[time];
    size_t middle = trace->count / 2;
    for (size_t i = middle; i < trace->count && !same; i++)
        other->page[i] = trace->page[trace->count - 1 - (i - middle)];
    trace_look_ahead(other);
}

/* Sets *sound to the references that both decide alike. */
static int compare(const struct attempt *first, const struct attempt *second,
                   size_t until, size_t *sound, struct error *error)
{
    for (size_t i = 0;; i++) {
        const struct own_decision end = {.time = UINT32_MAX};
        struct own_decision a = i < first->count ? first->decisions[i] : end;
        struct own_decision b = i < second->count ? second->decisions[i] : end;
        size_t time = a.time < b.time ? a.time : b.time;
        if (time >= until)
            return 0;
        *sound = time;
        if (memcmp(&a, &b, sizeof a) != 0)
            return error_set(error, STATUS_NO,
                             "%s breaks a rule at reference %zu: run again, with other "
                             "references to come, it decides otherwise; it keeps state "
                             "outside of its block, or it looks ahead",
                             first->own->name, time + 1);
    }
}

static int run_again(const struct attempt *first, size_t *sound, struct error *error)
{
    struct trace other;
    bool future = first->own->needs_future;
    other_future(first->trace, &other, future);
    struct attempt second = {.own = first->own,
                             .number = "2",
                             .trace = &other,
                             .frames = first->frames,
                             .rehearsal = REHEARSAL};
    size_t until = future ? other.count : other.count / 2;
    int result = attempt_run(&second, error);
    *sound = result < 0 ? (size_t)second.progress.time : first->trace->count;
    if (result == 0)
        result = compare(first, &second, until, sound, error);
    attempt_free(&second);
    free(other.page);
    free(other.next);
    return result;
}

static void keep_decisions(const struct attempt *attempt, struct own_run *run)
{
    size_t size = sizeof *run->decisions;
    run->decision_count = attempt->count;
    run->decisions = xreallocarray(NULL, attempt->count, size);
    if (attempt->count > 0)
        memcpy(run->decisions, attempt->decisions, attempt->count * size);
}

int own_policy_run(struct own_policy *own, const struct trace *trace, struct own_run *run,
                   struct error *error)
{
    struct attempt attempt = {
        .own = own, .number = "1", .trace = trace, .frames = run->frames};
    int result = attempt_run(&attempt, error);
    own->needs_future = attempt.progress.needs_future;
    run->seconds = attempt.seconds;
    run->sound = (size_t)attempt.progress.time;
    if (result == 0) {
        result = own_replay(own, trace, attempt.decisions, attempt.count, run, error);
        run->sound = run->counts.references;
    }
    if (result == 0)
        result = run_again(&attempt, &run->sound, error);
    if (result == 0 && run->recorded)
        keep_decisions(&attempt, run);
    attempt_free(&attempt);
    return result;
}
