/* A check is a command that prints TAP; what it says is the verdict. Its exit
 * status is not believed: only a complete report is.
 *
 * The environment that a command of an exercise gets is the table in
 * environment_of(); docs/labs.md explains each name.
 */
#include "labs/check.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/files.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/process.h"
#include "labs/kit/words.h"
#include "labs/needs.h"
#include "labs/tap.h"

enum {
    CHECK_SECONDS = 180,
    OUTPUT_MAX = 1 << 20,
    ENVIRONMENT_MAX = 16,
    SCRATCH_MEBIBYTES = 256, /* a submission has 64, and its programs lie beside it */
    SCRATCH_FILES = 20000,   /* … and 10000 */
};

static unsigned time_percent(const struct check *check)
{
    return check->time_percent ? check->time_percent : 100;
}

const char *verdict_word(enum verdict_status status)
{
    static const char *const words[] = {"passed", "failed", "skipped", "undecided"};
    return words[status];
}

enum status verdict_exit(enum verdict_status status)
{
    static const enum status statuses[] = {STATUS_OK, STATUS_NO, STATUS_HOST,
                                           STATUS_UNDECIDED};
    return statuses[status];
}

void verdict_free(struct verdict *verdict)
{
    free(verdict->message);
    free(verdict->hint);
    free(verdict->detail);
    *verdict = (struct verdict){0};
}

/* What a command of an exercise finds in its environment, as "NAME=value". */
struct environment {
    char *variables[ENVIRONMENT_MAX + 1];
    size_t count;
};

static void add(struct environment *environment, const char *name, const char *value)
{
    if (value && environment->count < ENVIRONMENT_MAX)
        environment->variables[environment->count++] = xasprintf("%s=%s", name, value);
}

static void add_number(struct environment *environment, const char *name, uint64_t value)
{
    char number[24];
    snprintf(number, sizeof number, "%llu", (unsigned long long)value);
    add(environment, name, number);
}

static void environment_of(const struct check *check, const char *scratch,
                           struct environment *environment)
{
    /* Ours, for exercises of a course's own folder too. */
    cleanup_free char *exercises = path_data("exercises", NULL);
    cleanup_free char *library = exercises ? path_join(exercises, "check.sh") : NULL;
    *environment = (struct environment){0};
    add(environment, "RING3_WORK", check->folder);
    add(environment, "RING3_EXERCISE", check->exercise->folder);
    add(environment, "RING3_NAME", check->exercise->name);
    add(environment, "RING3_SCRATCH", scratch);
    add(environment, "TMPDIR", scratch); /* what programs of ours put aside counts, too */
    add(environment, "RING3_SANDBOX", check->without_sandbox ? "limits" : "isolate");
    add(environment, "RING3_LIB", library);
    add(environment, "ISOLATE_STATE", check->containers);
    add_number(environment, "RING3_SEED", check->seed);
    add_number(environment, "RING3_TIME_PERCENT", time_percent(check));
}

/* Every file has a limit of its size, and this is the one for all of them together. */
static bool scratch_is_full(const void *scratch)
{
    return files_exceed(scratch, (uint64_t)SCRATCH_MEBIBYTES << 20, SCRATCH_FILES);
}

/* A verdict is kept, and so in English, whatever the learner reads. */
static char *scratch_in_english(struct error *error)
{
    char *scratch = files_scratch(error);
    if (!scratch)
        error_errno(error, STATUS_REQUEST, "%s", english("check.no-scratch"));
    return scratch;
}

static int run_command(const struct check *check, const char *command,
                       struct process_result *result, struct error *error)
{
    cleanup_free char *own = check->scratch ? NULL : scratch_in_english(error);
    if (!check->scratch && !own)
        return -1;
    struct environment environment;
    environment_of(check, own ? own : check->scratch, &environment);
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    const struct process process = {
        .argv = argv,
        .folder = check->exercise->folder,
        .seconds = CHECK_SECONDS * time_percent(check) / 100.0,
        .output_limit = OUTPUT_MAX,
        .variables = (const char *const *)environment.variables,
        .stop = scratch_is_full,
        .stop_data = own ? own : check->scratch,
    };
    int status = process_run(&process, result, error);
    for (size_t i = 0; i < environment.count; i++)
        free(environment.variables[i]);
    if (own)
        files_remove(own);
    return status;
}

static void decide(struct verdict *verdict, enum verdict_status status,
                   const char *message)
{
    verdict->status = status;
    free(verdict->message);
    verdict->message = xstrdup(message);
}

/* A check that did not come to its end: say how, and with what last words. */
static void broken(const struct check *check, struct verdict *verdict,
                   const struct process_result *result)
{
    cleanup_free char *how = NULL;
    if (result->timed_out)
        how = xasprintf(english_as("check.stopped", "%g"),
                        CHECK_SECONDS * time_percent(check) / 100.0);
    else if (result->exit_status > 128) /* as a shell says it, and process_run */
        how = xasprintf(english_as("check.signal", "%s"),
                        strsignal(result->exit_status - 128));
    else
        how = xasprintf(english_as("check.no-verdict", "%d"), result->exit_status);
    decide(verdict, VERDICT_UNDECIDED, how);
    free(verdict->detail);
    verdict->detail = plain_copy(result->errors ? result->errors : "");
}

static void wrote_without_end(struct verdict *verdict)
{
    cleanup_free char *what =
        xasprintf(english_as("check.wrote", "%d %d"), SCRATCH_MEBIBYTES, SCRATCH_FILES);
    decide(verdict, VERDICT_FAILED, what);
    free(verdict->hint);
    verdict->hint = xstrdup(english("check.wrote-hint"));
}

static void read_verdict(const struct check *check, struct verdict *verdict,
                         const struct process_result *result)
{
    struct tap_report report;
    /* It quotes the learner's code, whose escape sequences are for no terminal. */
    cleanup_free char *said = plain_copy(result->output ? result->output : "");
    tap_read(said, &report);
    if (*report.bail)
        decide(verdict, VERDICT_UNDECIDED, report.bail);
    else if (report.complete && report.skipped == report.points && *report.skip)
        decide(verdict, VERDICT_SKIPPED, report.skip);
    else if (report.failed)
        decide(verdict, VERDICT_FAILED, report.message);
    else if (report.complete && report.points)
        decide(verdict, VERDICT_PASSED, report.message);
    else
        broken(check, verdict, result);
    verdict->points = report.points;
    verdict->points_good = report.points - report.failed;
    free(verdict->hint);
    verdict->hint = steal_pointer(&report.hint);
    if (!verdict->detail[0]) {
        free(verdict->detail);
        verdict->detail = steal_pointer(&report.detail);
    }
    tap_free(&report);
    if (result->stopped)
        wrote_without_end(verdict);
}

static void run_and_decide(const struct check *check, struct verdict *verdict)
{
    struct error error;
    struct process_result result = {0};
    *verdict = (struct verdict){
        .message = xstrdup(""), .hint = xstrdup(""), .detail = xstrdup("")};
    if (needs_missing(check->exercise, check->without_sandbox, &verdict->wants_sandbox,
                      &error)) {
        decide(verdict, VERDICT_SKIPPED, error.message);
        return;
    }
    if (run_command(check, check->exercise->check, &result, &error) < 0) {
        decide(verdict, VERDICT_UNDECIDED, error.message);
        return;
    }
    verdict->seconds = result.seconds;
    read_verdict(check, verdict, &result);
    process_result_free(&result);
}

/* What strerror and strsignal say becomes part of it. */
void check_run(const struct check *check, struct verdict *verdict)
{
    cleanup_free char *language = xstrdup(setlocale(LC_MESSAGES, NULL));
    setlocale(LC_MESSAGES, "C");
    run_and_decide(check, verdict);
    setlocale(LC_MESSAGES, language);
}

int check_prepare(const struct check *check, struct error *error)
{
    struct process_result result = {0};
    bool wants_sandbox;
    if (!check->exercise->prepare)
        return 0;
    if (needs_missing(check->exercise, true, &wants_sandbox, error))
        return -1;
    if (run_command(check, check->exercise->prepare, &result, error) < 0)
        return -1;
    int status = result.exit_status;
    if (status)
        error_set(error, status == STATUS_HOST ? STATUS_HOST : STATUS_REQUEST,
                  english_as("check.not-prepared", "%s %.*s"), check->exercise->name,
                  (int)strcspn(result.errors, "\n"), result.errors);
    process_result_free(&result);
    return status ? -1 : 0;
}
