/* Proves an exercise with the same check that a learner meets.
 *
 * Each variant is laid over a copy of start/ in a scratch folder. A file `do` in it
 * is run first (exercises that leave something running); everything that it left
 * behind is ended after the check, because this process adopts the orphans.
 */
#include "labs/verify.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/check.h"
#include "labs/files.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/paths.h"
#include "labs/kit/process.h"
#include "labs/kit/program.h"
#include "labs/needs.h"
#include "labs/workspace.h"

enum {
    DO_SECONDS = 30,
    OUTPUT_MAX = 1 << 16,
    EXPECT_MAX = 4096,
    WRONG_MAX = 64,
    PROOF_PERCENT = 50,
};

/* One promise: this variant must come to this verdict, with these words. */
struct promise {
    const char *name;    /* "start", "solution", "wrong/NAME" */
    const char *overlay; /* folder laid over start/, NULL for start itself */
    enum verdict_status wanted;
    const char *words;   /* must be in the message, the hint or the detail; NULL: any */
    struct hints *hints; /* of the variants before; NULL: its hint may be another's */
};

/* The hints that wrong variants of one exercise came to: each needs its own. */
struct hints {
    char *names[WRONG_MAX], *texts[WRONG_MAX], *expected[WRONG_MAX];
    size_t count;
};

void verify_report(const struct exercise *exercise, const char *promise,
                   const char *result, const char *what, struct verify_result *counts)
{
    counts->good += !strcmp(result, "ok");
    counts->bad += !strcmp(result, "not ok");
    counts->skipped += !strcmp(result, "skip");
    if (common_options.json) {
        struct json json = json_begin(stdout);
        json_object(&json, NULL);
        json_string(&json, "exercise", exercise->name);
        json_string(&json, "promise", promise);
        json_string(&json, "result", result);
        json_string(&json, "what", what);
        json_end(&json);
    } else {
        printf("%-6s %s %s: %s\n", result, exercise->name, promise, what);
    }
    fflush(stdout);
}

/* What is proved, how, and where it is counted. */
struct proof {
    const struct exercise *exercise;
    const struct verify_options *options;
    struct verify_result *counts;
};

static void tell(const struct proof *proof, const char *promise, const char *result,
                 const char *what)
{
    verify_report(proof->exercise, promise, result, what, proof->counts);
}

static bool has_words(const struct verdict *verdict, const char *words)
{
    return !words || strstr(verdict->message, words) || strstr(verdict->hint, words) ||
           strstr(verdict->detail, words);
}

/* Which variant has this hint already, or expects the same; NULL for none. */
static const char *same_hint(const struct promise *promise, const struct verdict *verdict)
{
    const struct hints *hints = promise->hints;
    for (size_t i = 0; hints && i < hints->count; i++)
        if (!strcmp(hints->expected[i], promise->words) ||
            (*verdict->hint && !strcmp(hints->texts[i], verdict->hint)))
            return hints->names[i];
    return NULL;
}

static void remember_hint(const struct promise *promise, const struct verdict *verdict)
{
    struct hints *hints = promise->hints;
    if (!hints || hints->count == WRONG_MAX)
        return;
    hints->names[hints->count] = xstrdup(promise->name);
    hints->texts[hints->count] = xstrdup(verdict->hint);
    hints->expected[hints->count++] = xstrdup(promise->words);
}

static void forget_hints(struct hints *hints)
{
    for (size_t i = 0; i < hints->count; i++) {
        free(hints->names[i]);
        free(hints->texts[i]);
        free(hints->expected[i]);
    }
}

static void judge(const struct proof *proof, const struct promise *promise,
                  const struct verdict *verdict)
{
    const char *other = same_hint(promise, verdict);
    cleanup_free char *what = NULL;
    const char *result = "ok";
    if (verdict->status == VERDICT_SKIPPED) {
        result = "skip";
        what = xstrdup(verdict->message);
    } else if (verdict->status != promise->wanted) {
        result = "not ok";
        what = xasprintf("should be %s, is %s: %s", verdict_word(promise->wanted),
                         verdict_word(verdict->status), verdict->message);
    } else if (!has_words(verdict, promise->words)) {
        result = "not ok";
        what = xasprintf("should say '%s', says: %s (hint: %s)", promise->words,
                         verdict->message, verdict->hint);
    } else if (other) {
        result = "not ok";
        what = xasprintf("has the same hint as %s: %s", other, verdict->hint);
    } else {
        what = xasprintf("%s: %s", verdict_word(verdict->status), verdict->message);
        remember_hint(promise, verdict);
    }
    tell(proof, promise->name, result, what);
}

/* Ends and reaps every child that was left to us. */
static void end_orphans(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    for (;;) {
        cleanup_file FILE *children = fopen(path, "re");
        int child;
        while (children && fscanf(children, "%d", &child) == 1)
            kill(child, SIGKILL);
        if (waitpid(-1, NULL, 0) < 0 && errno == ECHILD)
            return;
    }
}

/* Runs a script of the variant's own, which acts as a learner would at the shell: "do"
 * before the check, "undo" after it. */
static int act(const char *folder, const char *name, struct error *error)
{
    cleanup_free char *script = path_join(folder, name);
    if (access(script, X_OK) != 0)
        return 0;
    const char *const argv[] = {script, NULL};
    const struct process process = {.argv = argv,
                                    .folder = folder,
                                    .seconds = DO_SECONDS,
                                    .output_limit = OUTPUT_MAX};
    struct process_result result = {0};
    if (process_run(&process, &result, error) < 0)
        return -1;
    int status = result.exit_status;
    if (status)
        error_set(error, STATUS_REQUEST, "its script '%s' ended with %d: %.*s", name,
                  status, (int)strcspn(result.errors, "\n"), result.errors);
    process_result_free(&result);
    return status ? -1 : 0;
}

static int lay_out(const struct exercise *exercise, const struct promise *promise,
                   const char *folder, struct error *error)
{
    cleanup_free char *seed = NULL;
    uint64_t number = 1;
    if (promise->overlay) {
        seed = path_join(promise->overlay, ".seed");
        number = file_exists(seed) ? workspace_seed(promise->overlay) : 1;
    }
    if (workspace_fill(folder, exercise, number, error) < 0)
        return -1;
    return promise->overlay ? files_copy(promise->overlay, folder, "expect", error) : 0;
}

static bool passes(struct check *check, unsigned percent, struct verdict *verdict)
{
    verdict_free(verdict);
    check->time_percent = percent;
    check_run(check, verdict);
    return verdict->status == VERDICT_PASSED;
}

/* A solution must not only pass: it must do so with half of the time that it may take,
 * or a slower machine would fail who has solved it. A machine that is busy just now gets
 * a second chance. */
static void check_with_room(struct check *check, struct verdict *verdict)
{
    *verdict = (struct verdict){0};
    if (passes(check, PROOF_PERCENT, verdict) || !passes(check, 100, verdict) ||
        passes(check, PROOF_PERCENT, verdict))
        return;
    free(verdict->message);
    verdict->message = xstrdup("it passes, but needs more than half of its time limits: "
                               "give the check more");
}

static void decide(const struct proof *proof, const struct promise *promise,
                   const char *folder, const char *containers)
{
    struct error error;
    struct verdict verdict;
    struct check check = {.exercise = proof->exercise,
                          .folder = folder,
                          .seed = workspace_seed(folder),
                          .containers = containers,
                          .without_sandbox = proof->options->without_sandbox};
    if (promise->overlay && promise->wanted == VERDICT_PASSED)
        check_with_room(&check, &verdict);
    else
        check_run(&check, &verdict);
    judge(proof, promise, &verdict);
    verdict_free(&verdict);
    if (act(folder, "undo", &error) < 0)
        tell(proof, promise->name, "not ok", error.message);
}

static void keep_promise(const struct proof *proof, const struct promise *promise)
{
    struct error error;
    const struct exercise *exercise = proof->exercise;
    cleanup_free char *scratch = files_scratch(&error);
    if (!scratch) {
        tell(proof, promise->name, "not ok", error.message);
        return;
    }
    cleanup_free char *folder = path_join(scratch, "work");
    /* Containers of our own: those of the learner may have the same names. */
    cleanup_free char *containers = path_join(scratch, "containers");
    setenv("ISOLATE_STATE", containers, 1);
    bool wants_sandbox;
    /* What the host cannot do is found out before the script acts. */
    if (needs_missing(exercise, proof->options->without_sandbox, &wants_sandbox, &error))
        tell(proof, promise->name, "skip", error.message);
    else if (lay_out(exercise, promise, folder, &error) < 0 ||
             act(folder, "do", &error) < 0)
        tell(proof, promise->name, error.status == STATUS_HOST ? "skip" : "not ok",
             error.message);
    else
        decide(proof, promise, folder, containers);
    end_orphans();
    files_remove(scratch);
}

static void keep_wrong(const struct proof *proof, const char *folder, const char *name,
                       struct hints *hints)
{
    struct error error;
    size_t length;
    cleanup_free char *overlay = path_join(folder, name);
    cleanup_free char *file = path_join(overlay, "expect");
    cleanup_free char *shown = path_join("wrong", name);
    cleanup_free char *words = NULL;
    if (file_read(file, EXPECT_MAX, &words, &length, &error) < 0 || !length) {
        tell(proof, shown, "not ok", "its file 'expect' (a part of its hint) is missing");
        return;
    }
    words[strcspn(words, "\n")] = '\0';
    const struct promise promise = {shown, overlay, VERDICT_FAILED, words, hints};
    keep_promise(proof, &promise);
}

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void keep_all_wrong(const struct proof *proof)
{
    cleanup_free char *folder = path_join(proof->exercise->folder, "wrong");
    struct dirent **names = NULL;
    struct hints hints = {0};
    int count = scandir(folder, &names, visible, alphasort);
    for (int i = 0; i < count; i++) {
        keep_wrong(proof, folder, names[i]->d_name, &hints);
        free(names[i]);
    }
    forget_hints(&hints);
    free(names);
    if (count < 1 && !proof->exercise->solved)
        tell(proof, "wrong", "not ok",
             "there is no wrong/NAME: add the mistake that learners make most");
}

static bool has_folder(const struct proof *proof, const char *name)
{
    cleanup_free char *folder = path_join(proof->exercise->folder, name);
    if (folder_exists(folder))
        return true;
    tell(proof, name, "not ok", "this folder is missing");
    return false;
}

void verify_exercise(const struct exercise *exercise,
                     const struct verify_options *options, struct verify_result *counts)
{
    const struct proof proof = {exercise, options, counts};
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    verify_texts(exercise, options, counts);
    if (!has_folder(&proof, "start"))
        return;
    const struct promise start = {"start", NULL,
                                  exercise->solved ? VERDICT_PASSED : VERDICT_FAILED,
                                  exercise->fails, NULL};
    keep_promise(&proof, &start);
    if (!exercise->solved && has_folder(&proof, "solution")) {
        cleanup_free char *overlay = path_join(exercise->folder, "solution");
        const struct promise solution = {"solution", overlay, VERDICT_PASSED, NULL, NULL};
        keep_promise(&proof, &solution);
    }
    keep_all_wrong(&proof);
}
