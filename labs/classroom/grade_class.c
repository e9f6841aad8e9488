/* Grading many submissions: a process for each, several at a time.
 *
 * All scratch folders lie in one of ours, so that they go away with it however the
 * workers end. A worker that dies leaves the results that it wrote; what it did not come
 * to is undecided, and says so.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/classroom/grade.h"
#include "labs/classroom/submission.h"
#include "labs/files.h"
#include "labs/kit/cleanup.h"
#include "labs/pool.h"

enum { BAR_WIDTH = 24 };

struct class
{
    const struct grading *grading;
    const char *const *paths;
    char **students; /* of each path */
    size_t count, over;
    struct error *error;
};

static int work(void *context, size_t index)
{
    const struct class *class = context;
    struct error error;
    if (grade_submission(class->grading, class->paths[index], &error) == 0)
        return 0;
    warn("%s", error.message);
    return 1;
}

static void show_progress(const struct class *class, const char *student)
{
    if (class->grading->quiet || !isatty(STDERR_FILENO))
        return;
    int full = (int)(BAR_WIDTH * class->over / class->count);
    fprintf(stderr, "\r[%.*s%.*s] %zu of %zu  %.30s\033[K%s", full,
            "########################", BAR_WIDTH - full, "........................",
            class->over, class->count, student, class->over == class->count ? "\n" : "");
}

static void over(void *context, size_t index, int status)
{
    struct class *class = context;
    (void)status; /* what is not in the file was not done: see gather() */
    class->over++;
    show_progress(class, class->students[index]);
}

static int run(struct class *class)
{
    const struct pool pool = {.count = class->count,
                              .workers = class->grading->jobs,
                              .context = class,
                              .work = work,
                              .over = over,
                              .interruptible = true};
    enum pool_end end = pool_run(&pool, class->error);
    if (end == POOL_INTERRUPTED)
        error_set(class->error, STATUS_UNDECIDED,
                  "interrupted: what is done is in %s (go on with --resume)",
                  class->grading->folder);
    return end == POOL_DONE ? 0 : -1;
}

/* Reads a student's file into the order of the course. What is not there was lost with
 * its worker. */
static int gather(const struct grading *grading, const char *student,
                  struct results *results, struct error *error)
{
    const struct course *course = grading->course;
    cleanup_free char *file = grade_file(grading, student);
    struct results all = {0};
    if (results_load(file, &all, error) < 0)
        return -1;
    results->student = xstrdup(student);
    for (size_t i = 0; i < course->count; i++) {
        const char *name = course->items[i].exercise->name;
        struct result result = {.exercise = xstrdup(name),
                                .status = VERDICT_UNDECIDED,
                                .most = course->items[i].points,
                                .message = xstrdup("the grader itself was ended here"),
                                .hint = xstrdup(""),
                                .detail = xstrdup("")};
        for (size_t j = 0; j < all.count; j++)
            if (!strcmp(all.items[j].exercise, name)) {
                struct result kept = all.items[j];
                all.items[j] = result;
                result = kept;
                all.items[j].exercise[0] = '\0'; /* the last line of it counts */
            }
        results_add(results, &result);
    }
    results_free(&all);
    return 0;
}

static int name_students(struct class *class)
{
    for (size_t i = 0; i < class->count; i++) {
        class->students[i] = class->grading->student
                                 ? xstrdup(class->grading->student)
                                 : submission_student(class->paths[i]);
        for (size_t j = 0; j < i; j++)
            if (!strcmp(class->students[j], class->students[i]))
                return error_set(class->error, STATUS_REQUEST,
                                 "%s and %s are both called %s: rename one",
                                 class->paths[j], class->paths[i], class->students[i]);
    }
    return 0;
}

static int run_in_scratch(struct class *class)
{
    cleanup_free char *scratch = files_scratch(class->error);
    cleanup_free char *before = xstrdup(getenv("TMPDIR") ? getenv("TMPDIR") : "");
    if (!scratch)
        return -1;
    setenv("TMPDIR", scratch, 1);
    int outcome = run(class);
    if (*before)
        setenv("TMPDIR", before, 1);
    else
        unsetenv("TMPDIR");
    files_remove(scratch);
    return outcome;
}

int grade_class(const struct grading *grading, const char *const *paths, size_t count,
                struct results *results, struct error *error)
{
    cleanup_free char **students = xcalloc(count + 1, sizeof *students);
    struct class class = {grading, paths, students, count, 0, error};
    int outcome = name_students(&class);
    if (outcome == 0)
        outcome = run_in_scratch(&class);
    for (size_t i = 0; i < count; i++) {
        results[i] = (struct results){0};
        if (outcome == 0)
            outcome = gather(grading, students[i], &results[i], error);
        free(students[i]);
    }
    return outcome;
}
