/* labs receipt and verify-receipt. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "labs/classroom/commands.h"
#include "labs/classroom/course.h"
#include "labs/classroom/receipt.h"
#include "labs/commands.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/student.h"
#include "labs/workspace.h"

enum { RECEIPT_FILE_MAX = 1 << 20 };

static const char *course_file, *student, *output;

const struct option_row receipt_options[] = {
    {"course", 0, OPTION_TEXT, &course_file, "FILE",
     "the exercises of this course, signed with its key (default: all, no key)", NULL, 0,
     0},
    {"student", 0, OPTION_TEXT, &student, "ID",
     "whose it is (default: that of labs init --student)", NULL, 0, 0},
    {"output", 'o', OPTION_TEXT, &output, "FILE",
     "write it there, as receipt.txt in your folder", NULL, 0, 0},
    {0},
};

const struct option_row verify_receipt_options[] = {
    {"course", 0, OPTION_TEXT, &course_file, "FILE", "the course, for its key", NULL, 0,
     0},
    {0},
};

static char *now_text(void)
{
    char text[32];
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return xstrdup(text);
}

static void load_or_die(struct course *course)
{
    struct error error;
    if (course_load(course_file, course, &error) < 0)
        die_error(&error);
}

static char *student_or_die(const char *workspace)
{
    struct error error;
    char *name = student ? xstrdup(student) : workspace_student(workspace);
    if (!name)
        die(STATUS_REQUEST, "whose receipt? (try: labs receipt --student ID)");
    if (student_valid(name, &error) < 0)
        die_error(&error);
    return name;
}

static struct receipt_line line_of(struct session *session, const char *workspace,
                                   const struct exercise *exercise)
{
    struct error error;
    struct progress_state state;
    cleanup_free char *folder = path_join(workspace, exercise->name);
    if (progress_state(session->progress, exercise->name, &state, &error) < 0)
        die_error(&error);
    return (struct receipt_line){
        .exercise = xstrdup(exercise->name),
        .solved = state.solved && !state.shown,
        .seed = workspace_seed(folder),
        .attempts = state.attempts,
        .hints = state.hints,
        .seconds = progress_spent(session->progress, exercise->name),
    };
}

static void hand_out(const char *text)
{
    struct error error;
    if (!output) {
        fputs(text, stdout);
        return;
    }
    if (file_write_atomic(output, text, strlen(text), &error) < 0)
        die_error(&error);
    printf("The receipt is in %s.\n", output);
}

int command_receipt(int argc, char **argv)
{
    struct session session;
    struct course course;
    struct error error;
    (void)argc, (void)argv;
    load_or_die(&course);
    session_open_or_die(&session);
    if (!session.progress)
        die_error(&session.progress_problem);
    cleanup_free char *workspace = workspace_find(session.progress, &error);
    if (!workspace)
        die_error(&error);
    struct receipt receipt = {.student = student_or_die(workspace),
                              .course = xstrdup(course.title),
                              .version = xstrdup(RING3_VERSION),
                              .made = now_text()};
    receipt.lines = xcalloc(course.count, sizeof *receipt.lines);
    for (size_t i = 0; i < course.count; i++)
        receipt.lines[receipt.count++] =
            line_of(&session, workspace, course.items[i].exercise);
    cleanup_free char *text = receipt_text(&receipt, course.key);
    hand_out(text);
    receipt_free(&receipt);
    session_close_or_warn(&session);
    course_free(&course);
    return STATUS_OK;
}

/* The seeds that a course gives to each student are known: others were not asked. */
static bool seed_is_right(const struct course *course, const struct receipt *receipt,
                          const struct receipt_line *line)
{
    const struct course_item *item = course_find(course, line->exercise);
    return !course->seeds_by_student || !item || !item->exercise->prepare ||
           line->seed == student_seed(receipt->student, line->exercise);
}

static void print_line(const struct course *course, const struct receipt *receipt,
                       const struct receipt_line *line)
{
    bool right = seed_is_right(course, receipt, line);
    if (!common_options.json) {
        printf("%-7s %-40s %u attempts, %u hints, %lu min%s\n",
               line->solved ? "solved" : "open", line->exercise, line->attempts,
               line->hints, line->seconds / 60,
               right ? "" : "  ! these are not this student's questions");
        return;
    }
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "student", receipt->student);
    json_string(&json, "exercise", line->exercise);
    json_bool(&json, "solved", line->solved);
    json_unsigned(&json, "attempts", line->attempts);
    json_unsigned(&json, "hints", line->hints);
    json_unsigned(&json, "seconds", line->seconds);
    json_bool(&json, "own_questions", right);
    json_end(&json);
}

static int verify_one(const struct course *course, const char *path)
{
    struct error error;
    struct receipt receipt;
    cleanup_free char *text = NULL;
    size_t length, solved = 0, wrong = 0;
    if (file_read(path, RECEIPT_FILE_MAX, &text, &length, &error) < 0 ||
        receipt_parse(path, text, course->key, &receipt, &error) < 0) {
        warn("%s", error.message);
        return (int)error.status;
    }
    for (size_t i = 0; i < receipt.count; i++) {
        print_line(course, &receipt, &receipt.lines[i]);
        solved += receipt.lines[i].solved;
        wrong += !seed_is_right(course, &receipt, &receipt.lines[i]);
    }
    if (!common_options.json)
        printf("%s, made %s with ring3 %s: %zu of %zu solved. The signature holds.\n",
               receipt.student, receipt.made, receipt.version, solved, receipt.count);
    receipt_free(&receipt);
    return wrong ? STATUS_NO : STATUS_OK;
}

int command_verify_receipt(int argc, char **argv)
{
    struct course course;
    int status = STATUS_OK;
    load_or_die(&course);
    for (int i = 0; i < argc; i++) {
        int one = verify_one(&course, argv[i]);
        status = one > status ? one : status;
    }
    course_free(&course);
    return status;
}
