/* Running what a learner wrote: the command line of `isolate run`, or of a shell
 * that sets limits, and what came of it.
 *
 * How the command ended is read from the report that isolate writes outside of the
 * container. Its output is the learner's own and is believed in nothing.
 */
#include "labs/kit/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"

enum {
    WORDS_MAX = 256,
    LENT_MAX = 32,
    TRIAL_SECONDS = 10,
    GRACE_SECONDS = 5, /* what isolate may take beyond the time of the command */
    REPORT_MAX = 4096,
    WALK_DESCRIPTORS = 16,
    /* The id that root of a container has outside: nobody's (docs/isolate.md). */
    CONTAINER_ROOT = 1879048192,
    KIB = 1024,
    FILE_BLOCK = 512, /* what `ulimit -f` counts in */
};

double sandbox_time_factor(void)
{
    const char *percent = getenv("RING3_TIME_PERCENT");
    int value = percent ? atoi(percent) : 0;
    return value > 0 ? value / 100.0 : 1;
}

/* Rounded up, without libm. */
static double whole_seconds(double seconds)
{
    double whole = (double)(unsigned long)seconds;
    return whole < seconds ? whole + 1 : whole;
}

/* The standard for each limit that the caller left at 0. */
static struct sandbox with_defaults(const struct sandbox *given)
{
    struct sandbox sandbox = *given;
    sandbox.seconds =
        whole_seconds((given->seconds > 0 ? given->seconds : 10) * sandbox_time_factor());
    sandbox.address_space = given->address_space ? given->address_space : 512U << 20;
    sandbox.processes = given->processes ? given->processes : 64;
    sandbox.file_size = given->file_size ? given->file_size : 16U << 20;
    sandbox.output_limit = given->output_limit ? given->output_limit : 1U << 20;
    return sandbox;
}

/* A command line that is put together: the words, and those of them to be freed. */
struct words {
    const char *items[WORDS_MAX];
    char *own[WORDS_MAX];
    size_t count, owned;
};

static void add(struct words *words, const char *word)
{
    if (words->count + 1 < WORDS_MAX)
        words->items[words->count++] = word;
}

static void add_own(struct words *words, char *word)
{
    words->own[words->owned++] = word;
    add(words, word);
}

static void add_option(struct words *words, const char *name, size_t value)
{
    add(words, name);
    add_own(words, xasprintf("%zu", value));
}

static void words_free(struct words *words)
{
    for (size_t i = 0; i < words->owned; i++)
        free(words->own[i]);
}

static bool fits(const struct sandbox *sandbox, const char *const argv[])
{
    size_t words = 0, lent = 0;
    while (argv[words])
        words++;
    while (sandbox->lend && sandbox->lend[lent])
        lent++;
    return words <= WORDS_MAX / 2 && lent <= LENT_MAX;
}

/* Our own isolate, whatever PATH says; that of PATH where there is none. */
static char *isolate_program(void)
{
    char *beside = path_program("isolate", NULL);
    if (beside && access(beside, X_OK) == 0)
        return beside;
    free(beside);
    return xstrdup("isolate");
}

/* What no learner's code has to read: the home, the progress, and the exercises with
 * their solutions (a check finds those in RING3_EXERCISE). Not what the system itself
 * stands on, and not below /tmp, which is hidden anyway. */
static char *to_be_hidden(const char *path)
{
    static const char *const kept[] = {"/usr", "/bin",  "/lib", "/etc",
                                       "/dev", "/proc", "/sys", "/tmp"};
    static const char installed[] = "share/ring3/exercises";
    cleanup_free char *folder = path && *path ? realpath(path, NULL) : NULL;
    struct stat status;
    if (!folder || !folder[1] || strchr(folder, ':') || stat(folder, &status) < 0 ||
        !S_ISDIR(status.st_mode))
        return NULL;
    size_t length = strlen(folder), end = sizeof installed - 1;
    if (length > end && !strcmp(folder + length - end, installed))
        return steal_pointer(&folder);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (!strncmp(folder, kept[i], strlen(kept[i])))
            return NULL;
    return steal_pointer(&folder);
}

/* Is it among the first `count` paths that are lent? */
static bool is_lent(const struct sandbox *sandbox, const char *path, size_t count)
{
    for (size_t i = 0; i < count && sandbox->lend && sandbox->lend[i]; i++)
        if (!strcmp(sandbox->lend[i], path))
            return true;
    return false;
}

/* What is lent is there to be read, even the home. */
static void hide(struct words *words, const struct sandbox *sandbox, const char *path)
{
    char *folder = to_be_hidden(path);
    if (!folder || is_lent(sandbox, folder, LENT_MAX)) {
        free(folder);
        return;
    }
    add(words, "--tmpfs");
    add_own(words, folder);
}

static void hide_all(struct words *words, const struct sandbox *sandbox)
{
    const char *exercise = getenv("RING3_EXERCISE");
    cleanup_free char *exercises = exercise ? path_join(exercise, "../..") : NULL;
    hide(words, sandbox, getenv("HOME"));
    hide(words, sandbox, getenv("XDG_STATE_HOME"));
    hide(words, sandbox, exercises);
}

/* An empty /tmp; but where /tmp itself is lent, temporary files go to the folder. */
static void add_temporary(struct words *words, const struct sandbox *sandbox)
{
    bool read = is_lent(sandbox, "/tmp", LENT_MAX);
    add(words, read ? "--env" : "--tmpfs");
    add(words, read ? "TMPDIR=/work" : "/tmp");
}

/* Once each: two files may lie in one folder. The whole system is there anyway. */
static void lend_all(struct words *words, const struct sandbox *sandbox)
{
    for (size_t i = 0; sandbox->lend && sandbox->lend[i]; i++) {
        if (is_lent(sandbox, sandbox->lend[i], i) || !strcmp(sandbox->lend[i], "/"))
            continue;
        add(words, "--ro-bind");
        add_own(words, xasprintf("%s:%s", sandbox->lend[i], sandbox->lend[i]));
    }
}

static void isolated(struct words *words, const struct sandbox *sandbox,
                     const char *report)
{
    add_own(words, isolate_program());
    static const char *const fixed[] = {"run", "--read-only", "--workdir", "/work", NULL};
    for (size_t i = 0; fixed[i]; i++)
        add(words, fixed[i]);
    add(words, "--bind");
    add_own(words, xasprintf("%s:/work", sandbox->folder));
    add_temporary(words, sandbox);
    hide_all(words, sandbox); /* before what is lent, which may lie within it */
    lend_all(words, sandbox);
    add_option(words, "--time-limit", (size_t)sandbox->seconds);
    if (sandbox->address_space != SIZE_MAX)
        add_option(words, "--address-space", sandbox->address_space);
    add_option(words, "--processes", sandbox->processes);
    add_option(words, "--file-size", sandbox->file_size);
    add_option(words, "--output-limit", 4 * sandbox->output_limit);
    add(words, "--report");
    add(words, report);
    add(words, "/");
}

/* What a shell can limit: processor time, memory, files; the clock is ours. */
static void limited(struct words *words, const struct sandbox *sandbox)
{
    bool any = sandbox->address_space == SIZE_MAX;
    cleanup_free char *space =
        any ? xstrdup("unlimited") : xasprintf("%zu", sandbox->address_space / KIB);
    add(words, "sh");
    add(words, "-c");
    add_own(
        words,
        xasprintf("ulimit -c 0; ulimit -t %zu; ulimit -v %s; ulimit -f %zu; exec \"$@\"",
                  (size_t)sandbox->seconds + 1, space, sandbox->file_size / FILE_BLOCK));
    add(words, "sh");
}

/* Whose files: what root lends to be written must belong to the container's root.
 * A link is given, and never what it points at. */

static int give_one(const char *path, const struct stat *status, int type,
                    struct FTW *place)
{
    (void)status, (void)type, (void)place;
    return lchown(path, CONTAINER_ROOT, CONTAINER_ROOT);
}

static int give_folder(const char *folder, struct error *error)
{
    if (geteuid() != 0)
        return 0;
    if (nftw(folder, give_one, WALK_DESCRIPTORS, FTW_PHYS) != 0)
        return error_errno(error, STATUS_HOST, "%s cannot be given to a container",
                           folder);
    return 0;
}

/* The report */

static const struct {
    const char *word;
    enum sandbox_end end;
} ends[] = {
    {"exited", SANDBOX_EXITED}, {"signal", SANDBOX_SIGNAL}, {"time", SANDBOX_TIME},
    {"memory", SANDBOX_MEMORY}, {"output", SANDBOX_OUTPUT},
};

static ssize_t read_report(const char *path, char text[REPORT_MAX])
{
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, REPORT_MAX - 1);
    text[length < 0 ? 0 : length] = '\0';
    return length;
}

/* No report, or one that says "failed": there was no container. What isolate has
 * to say of that stands in the first line of its errors. */
static int end_by_report(const char *path, const struct process_result *result,
                         enum sandbox_end *end, struct error *error)
{
    char text[REPORT_MAX];
    if (read_report(path, text) > 0)
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
            cleanup_free char *wanted = xasprintf("\"ended\":\"%s\"", ends[i].word);
            if (strstr(text, wanted)) {
                *end = ends[i].end;
                return 0;
            }
        }
    const char *why = result->errors + strspn(result->errors, "\n");
    if (!*why)
        return error_set(error, STATUS_HOST,
                         "no program can be isolated here: isolate run ends with status "
                         "%d and gives no reason (see: labs doctor)",
                         result->exit_status);
    return error_set(error, STATUS_HOST,
                     "no program can be isolated here: %.*s (see: labs doctor)",
                     (int)strcspn(why, "\n"), why);
}

static enum sandbox_end end_by_status(const struct process_result *result)
{
    if (result->timed_out || result->exit_status == 128 + SIGXCPU)
        return SANDBOX_TIME;
    if (result->truncated)
        return SANDBOX_OUTPUT;
    return result->signal ? SANDBOX_SIGNAL : SANDBOX_EXITED;
}

/* A status above 128 of a shell or of isolate stands for a signal. */
static void signal_from_status(struct process_result *result, enum sandbox_end end)
{
    if (end == SANDBOX_SIGNAL && !result->signal && result->exit_status > 128)
        result->signal = result->exit_status - 128;
}

static int run_words(struct words *words, const struct sandbox *sandbox,
                     const char *const argv[], struct process_result *result,
                     struct error *error)
{
    for (size_t i = 0; argv[i]; i++)
        add(words, argv[i]);
    add(words, NULL);
    const struct process process = {
        .argv = words->items,
        .folder = sandbox->bare ? sandbox->folder : NULL,
        .input = sandbox->input,
        .seconds = sandbox->seconds + (sandbox->bare ? 0 : GRACE_SECONDS),
        .output_limit = sandbox->output_limit,
    };
    return process_run(&process, result, error);
}

static int run_isolated(const struct sandbox *sandbox, const char *const argv[],
                        enum sandbox_end *end, struct process_result *result,
                        struct error *error)
{
    const char *temporary = getenv("TMPDIR");
    cleanup_free char *place =
        path_join(temporary && *temporary ? temporary : "/tmp", "ring3-report.XXXXXX");
    if (!mkdtemp(place))
        return error_errno(error, STATUS_HOST, "no folder can be made as %s", place);
    cleanup_free char *report = path_join(place, "report");
    struct words words = {0};
    isolated(&words, sandbox, report);
    int outcome = run_words(&words, sandbox, argv, result, error);
    if (outcome == 0 && result->timed_out)
        *end = SANDBOX_TIME;
    else if (outcome == 0 && end_by_report(report, result, end, error) < 0) {
        process_result_free(result);
        outcome = -1;
    }
    words_free(&words);
    unlink(report);
    rmdir(place);
    return outcome;
}

int sandbox_run(const struct sandbox *given, const char *const argv[],
                enum sandbox_end *end, struct process_result *result, struct error *error)
{
    const struct sandbox sandbox = with_defaults(given);
    *result = (struct process_result){0};
    if (!fits(&sandbox, argv))
        return error_set(error, STATUS_REQUEST, "the command has too many words");
    int outcome;
    if (sandbox.bare) {
        struct words words = {0};
        limited(&words, &sandbox);
        outcome = run_words(&words, &sandbox, argv, result, error);
        *end = outcome < 0 ? SANDBOX_EXITED : end_by_status(result);
        words_free(&words);
    } else {
        if (give_folder(sandbox.folder, error) < 0)
            return -1;
        outcome = run_isolated(&sandbox, argv, end, result, error);
    }
    if (outcome == 0)
        signal_from_status(result, *end);
    return outcome;
}

int sandbox_missing(struct error *error)
{
    char folder[] = "/tmp/ring3-trial.XXXXXX";
    if (!mkdtemp(folder))
        return error_errno(error, STATUS_HOST, "no folder can be made as %s", folder);
    const struct sandbox sandbox = {.folder = folder, .seconds = TRIAL_SECONDS};
    struct process_result result;
    enum sandbox_end end;
    int outcome =
        sandbox_run(&sandbox, (const char *const[]){"true", NULL}, &end, &result, error);
    process_result_free(&result);
    rmdir(folder);
    return outcome;
}

char *sandbox_end_words(const struct sandbox *given, enum sandbox_end end,
                        const struct process_result *result)
{
    const struct sandbox sandbox = with_defaults(given);
    switch (end) {
    case SANDBOX_TIME:
        return xasprintf("it was ended after %.0f second%s", sandbox.seconds,
                         sandbox.seconds == 1 ? "" : "s");
    case SANDBOX_MEMORY:
        return xstrdup("it was ended because it took too much memory");
    case SANDBOX_OUTPUT:
        return xstrdup("it was ended because it printed without end");
    case SANDBOX_SIGNAL:
        return xasprintf("it crashed: %s", strsignal(result->signal));
    case SANDBOX_EXITED:
        break;
    }
    return xasprintf("it ended with status %d", result->exit_status);
}
