/* TAP version 14 (https://testanything.org): a point for each student and exercise. */
#include <string.h>

#include "labs/classroom/format.h"

/* '#' and '\' mean something in a description. */
static void escaped(const char *text, FILE *out)
{
    for (; *text && *text != '\n'; text++) {
        if (*text == '#' || *text == '\\')
            fputc('\\', out);
        fputc(*text, out);
    }
}

static void quoted(const char *text, FILE *out)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        fputc((unsigned char)*text < ' ' ? ' ' : *text, out);
    }
    fputc('"', out);
}

static void diagnosis(const struct result *result, FILE *out)
{
    fputs("  ---\n  message: ", out);
    quoted(result->message, out);
    fputs("\n  severity: fail\n", out);
    if (*result->hint) {
        fputs("  hint: ", out);
        quoted(result->hint, out);
        fputc('\n', out);
    }
    fputs("  ...\n", out);
}

void format_tap(const struct class_results *class, FILE *out)
{
    size_t number = 0;
    fprintf(out, "TAP version 14\n1..%zu\n", class->count * class->course->count);
    for (size_t i = 0; i < class->count; i++)
        for (size_t j = 0; j < class->students[i].count; j++) {
            const struct result *result = &class->students[i].items[j];
            bool good =
                result->status == VERDICT_PASSED || result->status == VERDICT_SKIPPED;
            fprintf(out, "%s %zu - ", good ? "ok" : "not ok", ++number);
            escaped(class->students[i].student, out);
            fputc(' ', out);
            escaped(result->exercise, out);
            if (result->status == VERDICT_SKIPPED) {
                fputs(" # SKIP ", out);
                escaped(result->message, out);
            }
            fputc('\n', out);
            if (!good)
                diagnosis(result, out);
        }
}
