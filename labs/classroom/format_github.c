/* GitHub Classroom: the object that its grading reporter wants, in base64, of a step
 * (classroom-resources/autograding-grading-reporter). */
#include "labs/classroom/format.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"

/* Skipped is no failure: the reporter fails the job for anything but "pass". */
static const char *status_word(enum verdict_status status)
{
    return status == VERDICT_FAILED      ? "fail"
           : status == VERDICT_UNDECIDED ? "error"
                                         : "pass";
}

static void one_test(struct json *json, const struct result *result)
{
    cleanup_free char *words =
        result->status == VERDICT_PASSED ? xstrdup("") : format_words(result);
    cleanup_free char *command = xasprintf("labs check %s", result->exercise);
    json_object(json, NULL);
    json_string(json, "name", result->exercise);
    json_string(json, "status", status_word(result->status));
    json_number(json, "score", result->score);
    json_string(json, "message", words);
    json_string(json, "test_code", command);
    json_string(json, "filename", "");
    json_integer(json, "line_no", 0);
    json_integer(json, "duration", (int64_t)(result->seconds * 1000 + 0.5));
    json_close(json);
}

void format_github(const struct class_results *class, FILE *out)
{
    const struct results *student = &class->students[0];
    const char *worst = "pass";
    for (size_t i = 0; i < student->count; i++)
        if (student->items[i].status == VERDICT_FAILED)
            worst = "fail";
    for (size_t i = 0; i < student->count; i++)
        if (student->items[i].status == VERDICT_UNDECIDED)
            worst = "error";
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_integer(&json, "version", 1);
    json_string(&json, "status", worst);
    json_number(&json, "max_score", student->most);
    json_array(&json, "tests");
    for (size_t i = 0; i < student->count; i++)
        one_test(&json, &student->items[i]);
    json_end(&json);
}
