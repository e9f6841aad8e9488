/* A verdict as text. The schedule stands in columns, one per thread, so that time runs
 * down the page and a switch is a step sideways. */
#include "threads/verdict_text.h"

#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"

enum {
    TEXT_COLUMNS = 78,
    COLUMNS_MAX = 4, /* threads beside each other; with more, a step names its thread */
    OUTPUT_LINES = 6,
};

const char *decision_word(enum explore_decision decision)
{
    static const char *const words[] = {"safe", "fails", "unknown"};
    return words[decision];
}

/* "12 write counter = 1" */
static char *step_text(const struct explore_step *step)
{
    cleanup_free char *value =
        step->has_value ? xasprintf(" = %lld", (long long)step->value) : xstrdup("");
    return xasprintf("%d %s%s%s%s", step->line, step->operation, *step->object ? " " : "",
                     step->object, value);
}

static int thread_count(const struct explore_verdict *verdict)
{
    int count = 0;
    for (size_t i = 0; i < verdict->step_count; i++)
        if (verdict->steps[i].thread >= count)
            count = verdict->steps[i].thread + 1;
    return count;
}

static void print_head(int threads, int width, FILE *out)
{
    fprintf(out, "%6s ", "step");
    for (int i = 0; i < threads; i++) {
        char name[16] = "main";
        if (i)
            snprintf(name, sizeof name, "T%d", i);
        fprintf(out, i + 1 < threads ? "%-*s" : "%.*s", width, name);
    }
    fputc('\n', out);
}

static bool same_step(const struct explore_step *one, const struct explore_step *other)
{
    return one->thread == other->thread && one->line == other->line &&
           !strcmp(one->operation, other->operation) &&
           !strcmp(one->object, other->object) && one->value == other->value;
}

/* A thread that spins does the same a thousand times: how many steps after this one are
 * left out. The last one is shown. */
static size_t left_out(const struct explore_verdict *verdict, size_t i, FILE *out)
{
    size_t last = i;
    while (last + 1 < verdict->step_count &&
           same_step(&verdict->steps[i], &verdict->steps[last + 1]))
        last++;
    if (last < i + 3)
        return 0;
    fprintf(out, "    …  %zu times the same\n", last - i - 1);
    return last - i - 1;
}

static void print_columns(const struct explore_verdict *verdict, int threads, FILE *out)
{
    int width = (TEXT_COLUMNS - 7) / threads;
    print_head(threads, width, out);
    for (size_t i = 0; i < verdict->step_count; i++) {
        const struct explore_step *step = &verdict->steps[i];
        cleanup_free char *text = step_text(step);
        bool fits = step->thread * width + (int)strlen(text) < TEXT_COLUMNS - 7;
        fprintf(out, "%5zu%c %*s%.*s\n", i + 1, step->preemption ? '!' : ' ',
                step->thread * width, "",
                fits ? (int)strlen(text) : TEXT_COLUMNS - 7 - step->thread * width, text);
        i += left_out(verdict, i, out);
    }
}

static void print_list(const struct explore_verdict *verdict, FILE *out)
{
    for (size_t i = 0; i < verdict->step_count; i++) {
        cleanup_free char *text = step_text(&verdict->steps[i]);
        fprintf(out, "%5zu%c T%-3d %s\n", i + 1, verdict->steps[i].preemption ? '!' : ' ',
                verdict->steps[i].thread, text);
        i += left_out(verdict, i, out);
    }
}

void steps_print(const struct explore_verdict *verdict, FILE *out)
{
    int threads = thread_count(verdict);
    if (threads <= COLUMNS_MAX && threads > 0)
        print_columns(verdict, threads, out);
    else
        print_list(verdict, out);
}

static void print_counts(const struct explore_verdict *verdict, FILE *out)
{
    fprintf(out, "  %llu schedule%s in %.2f s", (unsigned long long)verdict->schedules,
            verdict->schedules == 1 ? "" : "s", verdict->seconds);
    if (verdict->decision == EXPLORE_FAILS)
        fprintf(out, "; the failing one has %d preemption%s", verdict->preemptions,
                verdict->preemptions == 1 ? "" : "s");
    fputs("\n", out);
}

/* Its first lines. */
static void print_output(const char *output, FILE *out)
{
    const char *line = output ? output : "";
    for (int i = 0; *line && i < OUTPUT_LINES; i++) {
        int length = (int)strcspn(line, "\n");
        fprintf(out, "  %s %.*s\n", i ? "        " : "printed:",
                length < TEXT_COLUMNS ? length : TEXT_COLUMNS, line);
        line += length + (line[length] == '\n');
    }
    if (*line)
        fprintf(out, "  %s …\n", "        ");
}

void verdict_print(const struct explore_verdict *verdict, const char *file, FILE *out)
{
    bool named = verdict->kind != KIND_NONE;
    fprintf(out, "%s: %s%s%s\n", file, decision_word(verdict->decision),
            named ? ": " : "", named ? explore_kind_name(verdict->kind) : "");
    if (verdict->message && *verdict->message)
        plain_wrap(out, "  ", verdict->message, TEXT_COLUMNS);
    if (named)
        plain_wrap(out, "  ", explore_kind_meaning(verdict->kind), TEXT_COLUMNS);
    print_counts(verdict, out);
    print_output(verdict->output, out);
    if (verdict->step_count == 0)
        return;
    fprintf(out, "\n");
    steps_print(verdict, out);
}

static void step_json(struct json *json, const struct explore_step *step)
{
    json_object(json, NULL);
    json_integer(json, "thread", step->thread);
    json_string(json, "file", step->file);
    json_integer(json, "line", step->line);
    json_string(json, "operation", step->operation);
    json_string(json, "object", step->object);
    if (step->has_value)
        json_integer(json, "value", step->value);
    json_close(json);
}

void verdict_fields(const struct explore_verdict *verdict, struct json *json)
{
    json_string(json, "verdict", decision_word(verdict->decision));
    json_string(json, "kind", explore_kind_name(verdict->kind));
    json_string(json, "message", verdict->message ? verdict->message : "");
    json_unsigned(json, "schedules", verdict->schedules);
    json_bool(json, "exhaustive", verdict->exhaustive);
    json_integer(json, "preemptions", verdict->preemptions);
    json_integer(json, "bound", verdict->complete_bound);
    json_number(json, "seconds", verdict->seconds);
    json_string(json, "schedule", verdict->schedule ? verdict->schedule : "");
    json_string(json, "output", verdict->output ? verdict->output : "");
    json_array(json, "steps");
    for (size_t i = 0; i < verdict->step_count; i++)
        step_json(json, &verdict->steps[i]);
    json_close(json);
}

void verdict_json(const struct explore_verdict *verdict, FILE *out)
{
    struct json json = json_begin(out);
    json_object(&json, NULL);
    verdict_fields(verdict, &json);
    json_end(&json);
}
