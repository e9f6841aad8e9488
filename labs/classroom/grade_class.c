/* Grading many submissions: a process for each, several at a time.
 *
 * All scratch folders lie in one of ours, so that they go away with it however the
 * workers end. A worker that dies leaves the results that it wrote; what it did not come
 * to is undecided, and says so.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/classroom/grade.h"
#include "labs/classroom/submission.h"
#include "labs/files.h"
#include "labs/kit/cleanup.h"

enum { BAR_WIDTH = 24 };

struct job {
    pid_t worker; /* 0: not begun, or over */
    char *student;
};

struct crew {
    const struct grading *grading;
    const char *const *paths;
    struct job *jobs;
    size_t count, begun, over;
    unsigned running;
    struct error *error;
};

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
    interrupted = signal;
}

static void on_interrupt(void (*handler)(int))
{
    const struct sigaction action = {.sa_handler = handler}; /* ends waitpid() */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

static _Noreturn void work(const struct crew *crew, size_t index, pid_t parent)
{
    struct error error;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    on_interrupt(SIG_DFL);
    if (getppid() != parent)
        _exit(1);
    int outcome = grade_submission(crew->grading, crew->paths[index], &error);
    if (outcome < 0)
        warn("%s", error.message);
    fflush(NULL);
    _exit(outcome < 0 ? 1 : 0);
}

static int begin(struct crew *crew)
{
    struct job *job = &crew->jobs[crew->begun];
    pid_t parent = getpid();
    fflush(NULL);
    job->worker = fork();
    if (job->worker == 0)
        work(crew, crew->begun, parent);
    if (job->worker < 0) {
        job->worker = 0;
        return error_errno(crew->error, STATUS_HOST, "cannot start to grade %s",
                           crew->paths[crew->begun]);
    }
    crew->begun++;
    crew->running++;
    return 0;
}

static void show_progress(const struct crew *crew, const char *student)
{
    if (crew->grading->quiet || !isatty(STDERR_FILENO))
        return;
    int full = (int)(BAR_WIDTH * crew->over / crew->count);
    fprintf(stderr, "\r[%.*s%.*s] %zu of %zu  %.30s\033[K%s", full,
            "########################", BAR_WIDTH - full, "........................",
            crew->over, crew->count, student, crew->over == crew->count ? "\n" : "");
}

static void wait_for_one(struct crew *crew)
{
    int status;
    pid_t ended = waitpid(-1, &status, 0);
    for (size_t i = 0; ended > 0 && i < crew->begun; i++) {
        struct job *job = &crew->jobs[i];
        if (job->worker != ended)
            continue;
        job->worker = 0;
        crew->running--;
        crew->over++;
        show_progress(crew, job->student);
    }
}

static void stop_all(struct crew *crew)
{
    for (size_t i = 0; i < crew->begun; i++)
        if (crew->jobs[i].worker)
            kill(crew->jobs[i].worker, SIGKILL);
    while (crew->running) {
        int status;
        if (waitpid(-1, &status, 0) > 0 || errno == ECHILD)
            crew->running--;
    }
}

static int run_crew(struct crew *crew)
{
    interrupted = 0;
    on_interrupt(interrupt);
    int outcome = 0;
    while (outcome == 0 && !interrupted && crew->over < crew->count) {
        while (outcome == 0 && crew->begun < crew->count &&
               crew->running < crew->grading->jobs)
            outcome = begin(crew);
        if (crew->running)
            wait_for_one(crew);
    }
    on_interrupt(SIG_DFL);
    if (outcome == 0 && !interrupted)
        return 0;
    stop_all(crew);
    if (outcome == 0)
        error_set(crew->error, STATUS_UNDECIDED,
                  "interrupted: what is done is in %s (go on with --resume)",
                  crew->grading->folder);
    return -1;
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

static int name_students(struct crew *crew)
{
    for (size_t i = 0; i < crew->count; i++) {
        struct job *job = &crew->jobs[i];
        job->student = crew->grading->student ? xstrdup(crew->grading->student)
                                              : submission_student(crew->paths[i]);
        for (size_t j = 0; j < i; j++)
            if (!strcmp(crew->jobs[j].student, job->student))
                return error_set(crew->error, STATUS_REQUEST,
                                 "%s and %s are both called %s: rename one",
                                 crew->paths[j], crew->paths[i], job->student);
    }
    return 0;
}

static int run_in_scratch(struct crew *crew)
{
    cleanup_free char *scratch = files_scratch(crew->error);
    cleanup_free char *before = xstrdup(getenv("TMPDIR") ? getenv("TMPDIR") : "");
    if (!scratch)
        return -1;
    setenv("TMPDIR", scratch, 1);
    int outcome = run_crew(crew);
    if (*before)
        setenv("TMPDIR", before, 1);
    else
        unsetenv("TMPDIR");
    files_remove(scratch);
    return outcome;
}

int grade_class(const struct grading *grading, const char *const *paths, size_t count,
                struct results *class, struct error *error)
{
    cleanup_free struct job *jobs = xcalloc(count, sizeof *jobs);
    struct crew crew = {
        .grading = grading, .paths = paths, .jobs = jobs, .count = count, .error = error};
    int outcome = name_students(&crew);
    if (outcome == 0)
        outcome = run_in_scratch(&crew);
    for (size_t i = 0; i < count; i++) {
        class[i] = (struct results){0};
        if (outcome == 0)
            outcome = gather(grading, jobs[i].student, &class[i], error);
        free(jobs[i].student);
    }
    return outcome;
}
