/* Autolab: a line for its semantic feedback, then the line with the scores, which must
 * be the last (Autolab's documentation, "Formatted feedback"). */
#include "labs/classroom/format.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"

static void feedback(const struct results *student, FILE *out)
{
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_string(&json, "_presentation", "semantic");
    json_array(&json, "stages");
    json_string(&json, NULL, "Exercises");
    json_close(&json);
    json_object(&json, "Exercises");
    for (size_t i = 0; i < student->count; i++) {
        const struct result *result = &student->items[i];
        cleanup_free char *words = format_words(result);
        json_object(&json, result->exercise);
        json_bool(&json, "passed", result->status == VERDICT_PASSED);
        if (result->status != VERDICT_PASSED)
            json_string(&json, "hint", words);
        json_close(&json);
    }
    json_end(&json);
}

void format_autolab(const struct class_results *class, FILE *out)
{
    const struct results *student = &class->students[0];
    feedback(student, out);
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_object(&json, "scores");
    for (size_t i = 0; i < student->count; i++)
        json_number(&json, student->items[i].exercise, student->items[i].score);
    json_end(&json);
}
