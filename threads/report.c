/* A whole run as text or JSON. Every line comes from the log; a run of more than
 * LISTED events (JSON_LISTED for programs) is counted, not listed.
 */
#include "threads/report.h"

#include <string.h>

#include "labs/kit/plain_text.h"

enum {
    LISTED = 400,
    JSON_LISTED = 50000,
    LINE_COLUMNS = 6,
    COLUMN = 18,
    COLUMNS_MAX = 4,
    TEXT_COLUMNS = 78
};

typedef void event_printer(const struct recording *recording, const struct state *before,
                           const struct event *event, FILE *out);

/* Calls `print` for every event that is worth a line, with the state before it. */
static void each_event(const struct recording *recording, event_printer *print, FILE *out)
{
    struct state state;

    state_init(&state);
    while (state.events < recording->events) {
        const struct event *event = log_event(recording->log, state.events);
        if (!narrate_skips(recording->log, &state, event))
            print(recording, &state, event, out);
        state_add(&state, recording->log, event);
    }
}

static bool too_long(const struct recording *recording, FILE *out)
{
    if (recording->events <= LISTED)
        return false;
    fprintf(out,
            "%zu events were recorded; \"threads play\" steps through a short run.\n",
            recording->events);
    return true;
}

static void print_line_number(const struct event *event, FILE *out)
{
    if (event->line)
        fprintf(out, "%*d  ", LINE_COLUMNS - 2, event->line);
    else
        fprintf(out, "%*s", LINE_COLUMNS, "");
}

static void print_in_column(const struct recording *recording, const struct state *before,
                            const struct event *event, FILE *out)
{
    char words[WORDS];

    narrate_short(recording->log, before, event, words);
    print_line_number(event, out);
    fprintf(out, "%*s%s\n", event->thread * COLUMN, "", words);
}

void report_columns(const struct recording *recording, FILE *out)
{
    int threads = state_thread_count(recording->log);

    if (too_long(recording, out))
        return;
    if (threads > COLUMNS_MAX) {
        report_sentences(recording, out);
        return;
    }
    fprintf(out, "%*s", LINE_COLUMNS, "line  ");
    for (int i = 0; i < threads; i++)
        fprintf(out, i + 1 < threads ? "%-*s" : "%.0d%s\n", i + 1 < threads ? COLUMN : 0,
                recording->log->threads[i].name);
    each_event(recording, print_in_column, out);
}

static void print_sentence(const struct recording *recording, const struct state *before,
                           const struct event *event, FILE *out)
{
    char words[WORDS];

    narrate_short(recording->log, before, event, words);
    fprintf(out, "%zu. ", before->events + 1);
    if (event->line)
        fprintf(out, "line %d: ", event->line);
    fprintf(out, "%s %s\n", recording->log->threads[event->thread].name, words);
}

void report_sentences(const struct recording *recording, FILE *out)
{
    if (!too_long(recording, out))
        each_event(recording, print_sentence, out);
}

void report_verdict(const struct recording *recording, FILE *out)
{
    struct verdict verdict = verdict_of(recording);
    char line[VERDICT_LINE];
    bool first = true;

    verdict_headline(recording, &verdict, line);
    plain_wrap(out, "", line, TEXT_COLUMNS);
    for (size_t i = 0; verdict_reason(recording, &verdict, i, line); i++)
        if (*line)
            plain_wrap(out, "  ", line, TEXT_COLUMNS);
    for (size_t i = 0; i < recording->graph.count; i++) {
        if (!verdict_kernel(recording, i, line))
            continue;
        plain_wrap(out, first ? "  kernel " : "         ", line, TEXT_COLUMNS);
        first = false;
    }
}

void report_event_fields(const struct recording *recording, const struct state *before,
                         size_t index, struct json *json)
{
    const struct log *log = recording->log;
    const struct event *event = log_event(log, index);
    const struct log_object *object = &log->objects[event->object];
    char words[WORDS];

    narrate_short(log, before, event, words);
    json_unsigned(json, "number", index + 1);
    json_number(json, "microseconds", (double)event->nanoseconds / 1e3);
    json_string(json, "thread", log->threads[event->thread].name);
    json_string(json, "event", event_name(event->kind));
    json_string(json, "kind", object_word(object->kind));
    json_string(json, "object", object->name);
    if (event->kind == EVENT_VALUE || event->kind == EVENT_EXPECT) {
        json_integer(json, "index", event->index);
        json_integer(json, "value", event->value);
    }
    if (object->kind == OBJECT_SEMAPHORE || object->kind == OBJECT_BARRIER)
        json_integer(json, "initial", object->initial);
    json_integer(json, "line", event->line);
    json_string(json, "words", words);
}

static void json_cycle(const struct recording *recording, struct json *json)
{
    const struct wait_graph *graph = &recording->graph;

    json_array(json, "cycle");
    for (size_t i = 0; i < recording->cycle.count; i++) {
        const struct wait_node *node = &graph->nodes[recording->cycle.nodes[i]];
        size_t next = recording->cycle.nodes[(i + 1) % recording->cycle.count];
        json_object(json, NULL);
        json_string(json, "thread", node->name);
        json_string(json, "waits_for", node->object);
        json_string(json, "relation", node->relation);
        json_string(json, "of", graph->nodes[next].name);
        json_close(json);
    }
    json_close(json);
}

static void json_kernel(const struct recording *recording, struct json *json)
{
    json_array(json, "kernel");
    for (size_t i = 0; i < recording->graph.count; i++) {
        const struct kernel_thread *seen = &recording->kernel[i];
        char state[2] = {seen->state, '\0'}, address[20];
        if (!(recording->stuck >> i & 1) || !seen->readable)
            continue;
        snprintf(address, sizeof address, "0x%llx", (unsigned long long)seen->address);
        json_object(json, NULL);
        json_string(json, "thread", recording->log->threads[i].name);
        json_integer(json, "tid", atomic_load(&recording->log->threads[i].tid));
        json_string(json, "state", state);
        json_string(json, "wchan", seen->wchan);
        json_bool(json, "futex", seen->futex);
        if (seen->futex)
            json_string(json, "address", address);
        json_close(json);
    }
    json_close(json);
}

void report_verdict_fields(const struct recording *recording, struct json *json)
{
    struct verdict verdict = verdict_of(recording);
    char line[VERDICT_LINE];

    verdict_headline(recording, &verdict, line);
    json_string(json, "program", recording->variant->code->file);
    json_unsigned(json, "count", recording->count);
    json_string(json, "verdict", outcome_word(verdict.outcome));
    json_string(json, "words", line);
    json_bool(json, "announced", verdict.outcome == recording->variant->announced);
    json_unsigned(json, "events", recording->events);
    json_number(json, "seconds", recording->seconds);
    json_integer(json, "process", recording->process);
    if (recording->ending == KILLED_STUCK) {
        json_cycle(recording, json);
        json_kernel(recording, json);
    } else if (*verdict.result_name) {
        json_string(json, "result", verdict.result_name);
        json_integer(json, "value", verdict.result);
        json_integer(json, "expected", verdict.expected);
        json_integer(json, "lost", verdict.expected - verdict.result);
    }
}

void report_json(const struct recording *recording, FILE *out)
{
    struct state state;
    struct json json;

    state_init(&state);
    while (recording->events <= JSON_LISTED && state.events < recording->events) {
        json = json_begin(out);
        json_object(&json, NULL);
        report_event_fields(recording, &state, state.events, &json);
        json_end(&json);
        state_add(&state, recording->log, log_event(recording->log, state.events));
    }
    json = json_begin(out);
    json_object(&json, NULL);
    report_verdict_fields(recording, &json);
    json_end(&json);
}
