/* labs grade: many submissions, several at a time, in the form that is asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/classroom/commands.h"
#include "labs/classroom/date.h"
#include "labs/classroom/format.h"
#include "labs/classroom/grade.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/needs.h"
#include "labs/student.h"

static struct {
    const char *course, *format, *folder, *output, *student, *submitted;
    uint64_t jobs;
    bool resume, without_sandbox;
} options = {.format = "text", .folder = "grades"};

const struct option_row grade_options[] = {
    {"course", 0, OPTION_TEXT, &options.course, "FILE",
     "which exercises count, for how much, until when (default: all, one point each)",
     NULL, 0, 0},
    {"jobs", 'j', OPTION_COUNT, &options.jobs, "N",
     "so many submissions at a time (default: one per processor)", NULL, 1, 1024},
    {"format", 0, OPTION_CHOICE, &options.format, "FORM",
     "text, json, tap, junit, csv; or gradescope, github, autolab for one submission",
     FORMAT_NAMES, 0, 0},
    {"results", 0, OPTION_TEXT, &options.folder, "DIR",
     "keep each student's results there, written after every check (default: grades)",
     NULL, 0, 0},
    {"output", 'o', OPTION_TEXT, &options.output, "FILE",
     "write the result to a file; of one submission it is written after every check",
     NULL, 0, 0},
    {"resume", 0, OPTION_FLAG, &options.resume, NULL,
     "keep the results that are there, and run only what is missing or undecided", NULL,
     0, 0},
    {"student", 0, OPTION_TEXT, &options.student, "ID",
     "whose the only submission is (default: its name)", NULL, 0, 0},
    {"submitted", 0, OPTION_TEXT, &options.submitted, "DATE",
     "when it came, as 2026-12-01 or 2026-12-01T18:00: without it nothing is late", NULL,
     0, 0},
    {"without-sandbox", 0, OPTION_FLAG, &options.without_sandbox, NULL,
     "run what students wrote with limits of time and memory only: never for a class",
     NULL, 0, 0},
    {0},
};

/* "2026-12-01", or that, 'T', and a time whose seconds and zone are passed over, as
 * platforms write them: their times are taken for local ones. */
static time_t submitted_or_die(void)
{
    time_t when;
    if (!options.submitted)
        return 0;
    cleanup_free char *day = xstrdup(options.submitted);
    char *hour = strchr(day, 'T');
    if (hour) {
        *hour++ = '\0';
        if (strlen(hour) > strlen("18:00") &&
            strspn(hour + 5, ":.0123456789Z+-") == strlen(hour + 5))
            hour[strlen("18:00")] = '\0';
    }
    if (date_read(day, hour, true, &when) < 0)
        die(STATUS_REQUEST, "--submitted %s is no date (as in 2026-12-01T18:00)",
            options.submitted);
    return when;
}

static int write_to(const char *path, const struct class_results *class,
                    struct error *error)
{
    struct atomic_file file;
    if (atomic_file_open(&file, path, error) < 0)
        return -1;
    format_find(options.format)->write(class, file.out);
    return atomic_file_commit(&file, error);
}

/* Of a platform that grades one submission: whatever ends us, there is a file with what
 * is known so far. */
static void write_so_far(const struct grading *grading, const char *student)
{
    struct error error;
    struct results results = {.student = xstrdup(student)};
    cleanup_free char *file = grade_file(grading, student);
    const struct class_results class = {grading->course, &results, 1};
    if (results_load(file, &results, &error) < 0 ||
        write_to(options.output, &class, &error) < 0)
        warn("%s", error.message);
    results_free(&results);
}

static void check_request(int count)
{
    struct error error;
    const struct format *format = format_find(options.format);
    if (count > 1 && format->one_only)
        die(STATUS_REQUEST,
            "--format %s holds one submission, and %d were named (try: --format json)",
            options.format, count);
    if (count > 1 && options.student)
        die(STATUS_REQUEST, "--student names one, and %d submissions were named", count);
    if (options.student && student_valid(options.student, &error) < 0)
        die_error(&error);
}

static bool any_undecided(const struct class_results *class)
{
    for (size_t i = 0; i < class->count; i++)
        for (size_t j = 0; j < class->students[i].count; j++)
            if (class->students[i].items[j].status == VERDICT_UNDECIDED)
                return true;
    return false;
}

/* The status tells whether the grading is whole, not how good the students are. */
static int hand_on(const struct class_results *class)
{
    struct error error;
    if (!options.output)
        format_find(options.format)->write(class, stdout);
    else if (write_to(options.output, class, &error) < 0)
        die_error(&error);
    return any_undecided(class) ? STATUS_UNDECIDED : STATUS_OK;
}

int command_grade(int argc, char **argv)
{
    struct course course;
    struct error error;
    if (common_options.json)
        options.format = "json";
    check_request(argc);
    needs_use_our_programs();
    if (course_load(options.course, &course, &error) < 0 ||
        path_make_folders(options.folder, &error) < 0)
        die_error(&error);
    const struct grading grading = {
        .course = &course,
        .folder = options.folder,
        .resume = options.resume,
        .without_sandbox = options.without_sandbox,
        .submitted = submitted_or_die(),
        .student = options.student,
        .jobs = (unsigned)options.jobs,
        .after_each = options.output && argc == 1 ? write_so_far : NULL,
    };
    size_t count = (size_t)argc;
    cleanup_free struct results *students = xcalloc(count, sizeof *students);
    if (grade_class(&grading, (const char *const *)argv, count, students, &error) < 0)
        die_error(&error);
    const struct class_results class = {&course, students, count};
    int status = hand_on(&class);
    for (size_t i = 0; i < count; i++)
        results_free(&students[i]);
    course_free(&course);
    return status;
}
