/* JUnit XML, as continuous integration reads it: a suite for each student. "failure" is
 * an answer that is not right, "error" one that could not be decided. */
#include <stdint.h>
#include <string.h>

#include "labs/classroom/format.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/utf8.h"

static const char *entity_of(char character)
{
    static const struct {
        char character;
        const char *entity;
    } entities[] = {
        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\n', "&#10;"},
    };
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
        if (entities[i].character == character)
            return entities[i].entity;
    return NULL;
}

/* XML 1.0 has no control characters, and no bytes that are not UTF-8. */
static void escaped(const char *text, FILE *out)
{
    size_t length = strlen(text), took;
    for (const char *c = text; length; c += took, length -= took) {
        uint32_t code;
        took = utf8_decode(c, length, &code);
        const char *entity = entity_of(*c);
        if (entity)
            fputs(entity, out);
        else if (code == 0xfffd)
            fputs("\xef\xbf\xbd", out);
        else if (code >= ' ' && code != 0x7f)
            fwrite(c, 1, took, out);
    }
}

static void child(const char *element, const struct result *result, FILE *out)
{
    cleanup_free char *words = format_words(result);
    fprintf(out, "\n      <%s message=\"", element);
    escaped(result->message, out);
    fputs("\">", out);
    escaped(words, out);
    fprintf(out, "</%s>\n    ", element);
}

static void one_case(const struct results *student, const struct result *result,
                     FILE *out)
{
    static const char *const elements[] = {[VERDICT_FAILED] = "failure",
                                           [VERDICT_SKIPPED] = "skipped",
                                           [VERDICT_UNDECIDED] = "error"};
    fputs("    <testcase name=\"", out);
    escaped(result->exercise, out);
    fputs("\" classname=\"", out);
    escaped(student->student, out);
    fprintf(out, "\" time=\"%.3f\">", result->seconds);
    if (elements[result->status])
        child(elements[result->status], result, out);
    fputs("</testcase>\n", out);
}

struct counts {
    size_t of[4], all;
    double seconds;
};

static void count(const struct results *student, struct counts *counts)
{
    for (size_t i = 0; i < student->count; i++) {
        counts->of[student->items[i].status]++;
        counts->all++;
        counts->seconds += student->items[i].seconds;
    }
}

static void attributes(const struct counts *counts, FILE *out)
{
    fprintf(out,
            " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" "
            "time=\"%.3f\">\n",
            counts->all, counts->of[VERDICT_FAILED], counts->of[VERDICT_UNDECIDED],
            counts->of[VERDICT_SKIPPED], counts->seconds);
}

void format_junit(const struct class_results *class, FILE *out)
{
    struct counts all = {0};
    for (size_t i = 0; i < class->count; i++)
        count(&class->students[i], &all);
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"labs\"", out);
    attributes(&all, out);
    for (size_t i = 0; i < class->count; i++) {
        const struct results *student = &class->students[i];
        struct counts counts = {0};
        count(student, &counts);
        fputs("  <testsuite name=\"", out);
        escaped(student->student, out);
        fputc('"', out);
        attributes(&counts, out);
        for (size_t j = 0; j < student->count; j++)
            one_case(student, &student->items[j], out);
        fputs("  </testsuite>\n", out);
    }
    fputs("</testsuites>\n", out);
}
