/* For people: a table of the class, or for one student every word. */
#include <string.h>

#include "labs/classroom/format.h"

static const char *const marks[] = {
    [VERDICT_PASSED] = "passed",
    [VERDICT_FAILED] = "not yet",
    [VERDICT_SKIPPED] = "skipped",
    [VERDICT_UNDECIDED] = "undecided",
};

static void one_student(const struct results *student, FILE *out)
{
    char score[POINTS_TEXT_MAX], most[POINTS_TEXT_MAX];
    for (size_t i = 0; i < student->count; i++) {
        const struct result *result = &student->items[i];
        fprintf(out, "%-9s %5s of %-5s %s\n", marks[result->status],
                format_points(result->score, score), format_points(result->most, most),
                result->exercise);
        fprintf(out, "          %s%s\n", result->message, result->late ? " (late)" : "");
        if (result->status != VERDICT_PASSED && *result->hint)
            fprintf(out, "          %s\n", result->hint);
    }
    fprintf(out, "\n%s: %s of %s points\n", student->student,
            format_points(student->score, score), format_points(student->most, most));
}

static void count(const struct results *student, unsigned of[])
{
    for (size_t i = 0; i < student->count; i++)
        of[student->items[i].status]++;
}

static void whole_class(const struct class_results *class, FILE *out)
{
    char score[POINTS_TEXT_MAX], most[POINTS_TEXT_MAX];
    fprintf(out, "%-24s %8s %8s %7s %7s %8s %9s\n", "student", "points", "of", "passed",
            "not yet", "skipped", "undecided");
    for (size_t i = 0; i < class->count; i++) {
        const struct results *student = &class->students[i];
        unsigned of[4] = {0};
        count(student, of);
        fprintf(out, "%-24s %8s %8s %7u %7u %8u %9u\n", student->student,
                format_points(student->score, score), format_points(student->most, most),
                of[VERDICT_PASSED], of[VERDICT_FAILED], of[VERDICT_SKIPPED],
                of[VERDICT_UNDECIDED]);
    }
}

/* Undecided is no fault of the student's: somebody should know why. A submission that
 * could not be opened has one reason for all. */
static void reasons(const struct results *student, FILE *out)
{
    const char *last = "";
    for (size_t i = 0; i < student->count; i++) {
        const struct result *result = &student->items[i];
        if (result->status != VERDICT_UNDECIDED || !strcmp(last, result->message))
            continue;
        last = result->message;
        fprintf(out, "\n%s, from %s on, undecided: %s", student->student,
                result->exercise, result->message);
    }
}

void format_text(const struct class_results *class, FILE *out)
{
    if (class->count == 1) {
        one_student(&class->students[0], out);
        return;
    }
    whole_class(class, out);
    for (size_t i = 0; i < class->count; i++)
        reasons(&class->students[i], out);
    fputc('\n', out);
}
