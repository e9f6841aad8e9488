/* Gradescope's results.json (Gradescope's autograder documentation, 2025). What was
 * skipped or undecided has no status of theirs: the words say it. */
#include "labs/classroom/format.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"

static void one_test(struct json *json, const struct result *result, size_t number)
{
    cleanup_free char *words = format_words(result);
    cleanup_free char *place = xasprintf("%zu", number);
    cleanup_free char *output =
        xasprintf("%s%s",
                  result->status == VERDICT_SKIPPED     ? "skipped, it does not count: "
                  : result->status == VERDICT_UNDECIDED ? "undecided, ask: "
                                                        : "",
                  words);
    json_object(json, NULL);
    json_string(json, "name", result->exercise);
    json_string(json, "number", place);
    json_number(json, "score", result->score);
    json_number(json, "max_score", result->most);
    if (result->status == VERDICT_PASSED || result->status == VERDICT_FAILED)
        json_string(json, "status", verdict_word(result->status));
    json_string(json, "output", output);
    json_string(json, "output_format", "text");
    json_string(json, "visibility", "visible");
    json_close(json);
}

void format_gradescope(const struct class_results *class, FILE *out)
{
    const struct results *student = &class->students[0];
    double seconds = 0;
    for (size_t i = 0; i < student->count; i++)
        seconds += student->items[i].seconds;
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_number(&json, "score", student->score);
    json_number(&json, "execution_time", seconds);
    json_string(&json, "output", "graded by ring3 labs " RING3_VERSION);
    json_string(&json, "output_format", "text");
    json_string(&json, "stdout_visibility", "hidden");
    json_array(&json, "tests");
    for (size_t i = 0; i < student->count; i++)
        one_test(&json, &student->items[i], i + 1);
    json_end(&json);
}
