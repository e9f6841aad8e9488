/* A step as lines and as JSON: the same content as the picture. */
#include <string.h>

#include "isolate/play/play_state.h"

static void describe_output(const char *output, FILE *out)
{
    while (*output) {
        size_t length = strcspn(output, "\n");
        fprintf(out, "  | %.*s\n", (int)length, output);
        output += length + (output[length] == '\n');
    }
}

void play_describe(void *model, size_t index, FILE *out)
{
    const struct play *play = model;
    const struct record *record = builder_record(&play->builder, index);
    const struct step_type *type = builder_type(&play->builder, index);
    const char *skipped = builder_skipped(&play->builder, index);
    char shared[80];
    if (skipped) {
        fprintf(out, "  passed over here: %s\n", skipped);
        return;
    }
    for (int fact = 0; fact < FACT_COUNT; fact++)
        if (play_changed(play, index, fact))
            fprintf(out, "  %s: %s, before: %s\n", fact_labels[fact],
                    record->after.facts[fact], record->before.facts[fact]);
        else if (play_is_listed(type, fact))
            fprintf(out, "  %s: %s, as before\n", fact_labels[fact],
                    record->after.facts[fact]);
    describe_output(record->output, out);
    play_shared(play, index, shared, sizeof shared);
    fprintf(out, "  still the host's: %s\n", *shared ? shared : "no namespace");
    fprintf(out, "  outside: process %d\n", (int)record->pid);
    fprintf(out, "  cost: %.2f ms\n", record->microseconds / 1000);
    fprintf(out, "  undo: %s. %s\n", play_undo_word(play, index), type->undo_why);
    fprintf(out, "  still possible: %s\n", type->attacker);
    if (type->stops)
        fprintf(out, "  stopped here: isolate attack %s\n", type->stops);
    if (type->attack)
        fprintf(out, "  still shown by: isolate attack %s\n", type->attack);
}

static void write_row(const struct executed *row, struct json *json)
{
    char words[1200];
    json_object(json, NULL);
    json_string(json, "call", operation_call(&row->operation, words, sizeof words));
    json_string(json, "shell", operation_shell(&row->operation, words, sizeof words));
    json_string(json, "where", row->operation.outside ? "outside" : "inside");
    json_bool(json, "may_fail", row->operation.may_fail);
    json_integer(json, "value", row->outcome.value);
    json_integer(json, "errno", row->outcome.error);
    json_number(json, "microseconds", row->outcome.microseconds);
    json_close(json);
}

static void write_facts(const struct play *play, size_t index, struct json *json)
{
    const struct record *record = builder_record(&play->builder, index);
    json_array(json, "facts");
    for (int fact = 0; fact < FACT_COUNT; fact++) {
        json_object(json, NULL);
        json_string(json, "name", fact_names[fact]);
        json_string(json, "before", record->before.facts[fact]);
        json_string(json, "after", record->after.facts[fact]);
        json_string(json, "host", play->host[index].facts[fact]);
        json_close(json);
    }
    json_close(json);
}

void play_json(void *model, size_t index, struct json *json)
{
    const struct play *play = model;
    const struct record *record = builder_record(&play->builder, index);
    const struct step_type *type = builder_type(&play->builder, index);
    const char *skipped = builder_skipped(&play->builder, index);
    json_string(json, "name", type->name);
    json_string(json, "layer", type->layer >= 0 ? layer_words[type->layer] : NULL);
    json_string(json, "skipped", skipped);
    json_array(json, "rows");
    for (size_t i = 0; i < record->row_count; i++)
        write_row(&record->rows[i], json);
    json_close(json);
    write_facts(play, index, json);
    json_string(json, "output", skipped ? "" : record->output);
    json_string(json, "mountinfo", skipped ? "" : record->after.mountinfo);
    json_integer(json, "pid", record->pid);
    json_number(json, "microseconds", skipped ? 0 : record->microseconds);
    json_string(json, "undo", play_undo_word(play, index));
    json_string(json, "undo_why", type->undo_why);
    json_string(json, "still_possible", type->attacker);
    json_string(json, "stops", type->stops);
    json_string(json, "attack", type->attack);
}
