/* For spreadsheets (RFC 4180): a row for each student, a column for each exercise. */
#include <string.h>

#include "labs/classroom/format.h"

/* A leading =, +, - or @ would be a formula to a spreadsheet: names come from students.
 */
static void cell(const char *text, FILE *out)
{
    bool formula = strchr("=+-@", text[0]) && text[0];
    if (!formula && !strpbrk(text, ",\"\r\n")) {
        fputs(text, out);
        return;
    }
    fputs(formula ? "\"'" : "\"", out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

static void heading(const struct course *course, FILE *out)
{
    fputs("student,score,max_score,late", out);
    for (size_t i = 0; i < course->count; i++) {
        fputc(',', out);
        cell(course->items[i].exercise->name, out);
    }
    fputs("\r\n", out);
}

/* Points, or the word where there are none to give. */
static void points(const struct result *result, FILE *out)
{
    char text[POINTS_TEXT_MAX];
    bool given = result->status == VERDICT_PASSED || result->status == VERDICT_FAILED;
    fprintf(out, ",%s",
            given ? format_points(result->score, text) : verdict_word(result->status));
}

void format_csv(const struct class_results *class, FILE *out)
{
    char score[POINTS_TEXT_MAX], most[POINTS_TEXT_MAX];
    heading(class->course, out);
    for (size_t i = 0; i < class->count; i++) {
        const struct results *student = &class->students[i];
        bool late = false;
        for (size_t j = 0; j < student->count; j++)
            late |= student->items[j].late;
        cell(student->student, out);
        fprintf(out, ",%s,%s,%s", format_points(student->score, score),
                format_points(student->most, most), late ? "late" : "");
        for (size_t j = 0; j < student->count; j++)
            points(&student->items[j], out);
        fputs("\r\n", out);
    }
}
