/* Grading one submission: its exercises one after the other, each result on the disk
 * before the next begins.
 */
#include "labs/classroom/grade.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/classroom/date.h"
#include "labs/classroom/receipt.h"
#include "labs/classroom/submission.h"
#include "labs/files.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/student.h"
#include "labs/workspace.h"

struct work {
    const struct grading *grading;
    struct submission submission;
    const char *student;
    const struct receipt *receipt; /* signed with the course's key; NULL: none */
};

/* The same letters for everybody's file system. */
char *grade_file(const struct grading *grading, const char *student)
{
    cleanup_free char *name = xasprintf("%s.jsonl", student);
    for (char *c = name; *c; c++)
        if (*c == '/' || (unsigned char)*c < ' ')
            *c = '_';
    return path_join(grading->folder, name);
}

static uint64_t seed_of(const struct work *work, const struct exercise *exercise,
                        const char *folder)
{
    return work->grading->course->seeds_by_student
               ? student_seed(work->student, exercise->name)
               : workspace_seed(folder);
}

static void take_verdict(const struct verdict *verdict, struct result *result)
{
    result->status = verdict->status;
    result->message = xstrdup(verdict->message);
    result->hint = xstrdup(verdict->hint);
    result->detail = xstrdup(verdict->detail);
    result->seconds = verdict->seconds;
}

static void say(struct result *result, enum verdict_status status, char *message)
{
    free(result->message);
    result->status = status;
    result->message = message;
    if (!result->hint)
        result->hint = xstrdup("");
    if (!result->detail)
        result->detail = xstrdup("");
}

/* An exercise about a living system: what its check finds on this machine says nothing
 * about the learner's. A receipt that is signed does. */
static void judge_doing(const struct work *work, const struct exercise *exercise,
                        struct result *result)
{
    if (result->status == VERDICT_PASSED || result->status == VERDICT_SKIPPED)
        return;
    const struct receipt_line *line =
        work->receipt ? receipt_find(work->receipt, exercise->name) : NULL;
    if (line && line->solved)
        say(result, VERDICT_PASSED, xstrdup("solved, by the signed receipt"));
    else if (line)
        say(result, VERDICT_FAILED, xstrdup("not solved, by the signed receipt"));
    else
        say(result, VERDICT_SKIPPED,
            xstrdup("it is about a living system, which no files show: hand in "
                    "receipt.txt (labs receipt)"));
}

static unsigned run_check(const struct work *work, const struct exercise *exercise,
                          const char *folder, struct result *result)
{
    cleanup_free char *containers = path_join(work->submission.scratch, "containers");
    struct verdict verdict;
    const struct check check = {
        .exercise = exercise,
        .folder = folder,
        .seed = seed_of(work, exercise, folder),
        .without_sandbox = work->grading->without_sandbox,
        .time_percent = work->grading->course->time_percent,
        .containers = containers,
    };
    check_run(&check, &verdict);
    take_verdict(&verdict, result);
    unsigned good = verdict.points_good;
    verdict_free(&verdict);
    return good;
}

static bool is_closed(const struct work *work, const struct course_item *item)
{
    time_t when = work->grading->submitted ? work->grading->submitted : time(NULL);
    return item->opens && when < item->opens;
}

static struct result judge(const struct work *work, const struct course_item *item)
{
    const struct course *course = work->grading->course;
    struct result result = {.exercise = xstrdup(item->exercise->name),
                            .most = item->points};
    cleanup_free char *folder = path_join(work->submission.folder, item->exercise->name);
    unsigned good = 0;
    char date[DATE_TEXT_MAX];
    result.late = item->due && work->grading->submitted > item->due;
    if (is_closed(work, item))
        say(&result, VERDICT_SKIPPED,
            xasprintf("it opens on %s", date_text(item->opens, date)));
    else if (!folder_exists(folder))
        say(&result, VERDICT_FAILED, xstrdup("nothing was handed in"));
    else
        good = run_check(work, item->exercise, folder, &result);
    if (item->exercise->kind == KIND_DO && !is_closed(work, item))
        judge_doing(work, item->exercise, &result);
    if (result.status == VERDICT_SKIPPED)
        result.most = 0;
    else if (result.status != VERDICT_UNDECIDED)
        result.score = course_credit(course, item, result.status == VERDICT_PASSED, good,
                                     result.late);
    return result;
}

static struct result could_not_open(const struct course_item *item, const char *why)
{
    struct result result = {.exercise = xstrdup(item->exercise->name),
                            .most = item->points};
    say(&result, VERDICT_UNDECIDED, xstrdup(why));
    return result;
}

/* What is there already, when resuming; what was undecided is tried again. */
static int begin_file(const struct grading *grading, const char *file,
                      struct results *known, struct error *error)
{
    if (grading->resume)
        return results_load(file, known, error);
    if (unlink(file) < 0 && file_exists(file))
        return error_errno(error, STATUS_REQUEST, "cannot replace %s", file);
    return 0;
}

static bool is_known(const struct results *known, const char *exercise)
{
    const struct result *result = results_find(known, exercise);
    return result && result->status != VERDICT_UNDECIDED;
}

static int judge_all(struct work *work, const char *file, const char *problem,
                     const struct results *known, struct error *error)
{
    const struct course *course = work->grading->course;
    struct results made = {0};
    int outcome = 0;
    for (size_t i = 0; outcome == 0 && i < course->count; i++) {
        const struct course_item *item = &course->items[i];
        if (is_known(known, item->exercise->name))
            continue;
        struct result result =
            problem ? could_not_open(item, problem) : judge(work, item);
        outcome = results_append(file, &result, error);
        results_add(&made, &result);
        if (outcome == 0 && work->grading->after_each)
            work->grading->after_each(work->grading, work->student);
    }
    results_free(&made);
    return outcome;
}

int grade_submission(const struct grading *grading, const char *path, struct error *error)
{
    cleanup_free char *own = submission_student(path);
    struct work work = {.grading = grading,
                        .student = grading->student ? grading->student : own};
    cleanup_free char *file = grade_file(grading, work.student);
    struct results known = {0};
    struct receipt receipt = {0};
    struct error problem;
    if (begin_file(grading, file, &known, error) < 0)
        return -1;
    bool opened = submission_open(path, &work.submission, &problem) == 0;
    if (opened &&
        receipt_in_folder(work.submission.folder, grading->course->key, &receipt) == 0 &&
        !strcmp(receipt.student, work.student)) /* and not a friend's */
        work.receipt = &receipt;
    int outcome = judge_all(&work, file, opened ? NULL : problem.message, &known, error);
    receipt_free(&receipt);
    results_free(&known);
    if (opened)
        submission_close(&work.submission);
    return outcome;
}
