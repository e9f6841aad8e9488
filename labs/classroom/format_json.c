/* Ours: one object for each student and exercise, then one for each student. */
#include "labs/classroom/format.h"
#include "labs/kit/json.h"

static void one_result(const char *student, const struct result *result, FILE *out)
{
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_string(&json, "student", student);
    json_string(&json, "exercise", result->exercise);
    json_string(&json, "status", verdict_word(result->status));
    json_number(&json, "score", result->score);
    json_number(&json, "max_score", result->most);
    json_bool(&json, "late", result->late);
    json_string(&json, "message", result->message);
    json_string(&json, "hint", result->hint);
    json_number(&json, "seconds", result->seconds);
    json_end(&json);
}

void format_json(const struct class_results *class, FILE *out)
{
    for (size_t i = 0; i < class->count; i++) {
        const struct results *student = &class->students[i];
        for (size_t j = 0; j < student->count; j++)
            one_result(student->student, &student->items[j], out);
        struct json json = json_begin(out);
        json_object(&json, NULL);
        json_string(&json, "student", student->student);
        json_number(&json, "score", student->score);
        json_number(&json, "max_score", student->most);
        json_end(&json);
    }
}
