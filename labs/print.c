/* What the commands print. The marks are letters, so that they can be read aloud
 * and sent through a pipe: [x] solved, [-] tried, [ ] open.
 */
#include "labs/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/markdown.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/words.h"
#include "labs/needs.h"

enum { COLUMNS_MOST = 78 };

/* Text is read best in lines that are not too long; a narrow terminal cuts none. */
static int text_columns(void)
{
    int columns = plain_columns() - 1;
    return columns < COLUMNS_MOST ? columns : COLUMNS_MOST;
}

static const char *mark(const struct progress_state *state)
{
    return state->solved ? "[x]" : state->attempts ? "[-]" : "[ ]";
}

void print_markdown(const char *text)
{
    struct markdown *lines = markdown_layout(text, strlen(text), text_columns());
    markdown_print(lines, stdout);
    markdown_free(lines);
}

char *exercise_facts(const struct exercise *exercise)
{
    char *facts = xasprintf(say_as("list.facts", "%s %u"),
                            say(exercise_kind_key(exercise->kind)), exercise->minutes);
    for (size_t i = 0; i < exercise->needs.count; i++) {
        char *longer = xasprintf("%s%s %s", facts, i ? "," : say("list.needs"),
                                 say(need_words(exercise->needs.items[i])));
        free(facts);
        facts = longer;
    }
    return facts;
}

static void print_row(const struct session *session, const struct exercise *exercise)
{
    const struct progress_state *state = session_state(session, exercise);
    printf("  %s %-34s %-8s %3u min  %s\n", mark(state), exercise->name,
           say(exercise_kind_key(exercise->kind)), exercise->minutes, exercise->title);
}

/* The heading of an area, before the first of its exercises that is shown. */
static void print_area(const struct session *session, const struct filter *filter,
                       const struct lab_area *area, size_t *shown)
{
    const struct catalogue *catalogue = &session->catalogue;
    size_t solved, total, before = *shown;
    session_count(session, area, &solved, &total);
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct exercise *exercise = &catalogue->items[i];
        if (exercise->area != area || !filter_matches(filter, session, exercise))
            continue;
        if ((*shown)++ == before)
            printf(say_as("list.area", "%s %zu %zu %s"), say(area->title), solved, total,
                   say(area->summary));
        print_row(session, exercise);
    }
}

void print_list(const struct session *session, const struct filter *filter)
{
    size_t shown = 0;
    for (const struct lab_area *area = lab_areas; area->folder; area++)
        print_area(session, filter, area, &shown);
    if (!shown) {
        puts(say("list.none"));
        return;
    }
    printf("\n  %s\n", say("list.legend"));
    const struct exercise *next = session_next(session);
    if (next)
        printf("%s labs show %s\n", say("list.next"), next->name);
    else
        puts(say("list.all-solved"));
}

void print_names(const struct session *session, const struct filter *filter)
{
    for (size_t i = 0; i < session->catalogue.count; i++)
        if (filter_matches(filter, session, &session->catalogue.items[i]))
            puts(session->catalogue.items[i].name);
}

void print_list_json(const struct session *session, const struct filter *filter)
{
    for (size_t i = 0; i < session->catalogue.count; i++) {
        if (!filter_matches(filter, session, &session->catalogue.items[i]))
            continue;
        const struct exercise *exercise = &session->catalogue.items[i];
        const struct progress_state *state = &session->states[i];
        struct json json = json_begin(stdout);
        json_object(&json, NULL);
        json_string(&json, "exercise", exercise->name);
        json_string(&json, "area", exercise->area->folder);
        json_string(&json, "title", exercise->title);
        json_string(&json, "kind", exercise_kind_name(exercise->kind));
        json_unsigned(&json, "minutes", exercise->minutes);
        json_string(&json, "state", session_state_word(state));
        json_unsigned(&json, "attempts", state->attempts);
        json_unsigned(&json, "hints", state->hints);
        json_end(&json);
    }
}

void print_exercise(const struct session *session, const struct exercise *exercise,
                    const char *folder)
{
    const struct progress_state *state = session_state(session, exercise);
    cleanup_free char *facts = exercise_facts(exercise);
    printf("%s: %s\n%s", exercise->name, exercise->title, facts);
    if (state->solved)
        printf(" (%s)", say("lines.solved"));
    else if (state->attempts)
        printf(state->attempts == 1 ? say_as("lines.tried-once", "%u")
                                    : say_as("lines.tried", "%u"),
               state->attempts);
    fputs("\n\n", stdout);
    print_markdown(exercise->task);
    printf("\n%s %s\n", say("lines.your-files"), folder ? folder : say("lines.no-files"));
    printf(say_as("lines.when-done", "%s %s"), exercise->name, exercise->name);
    if (!state->solved)
        return;
    printf("\n%s\n\n", say("task.why"));
    print_markdown(exercise->why);
}

void print_exercise_json(const struct session *session, const struct exercise *exercise,
                         const char *folder)
{
    const struct progress_state *state = session_state(session, exercise);
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "exercise", exercise->name);
    json_string(&json, "title", exercise->title);
    json_string(&json, "kind", exercise_kind_name(exercise->kind));
    json_unsigned(&json, "minutes", exercise->minutes);
    json_string(&json, "teaches", exercise->teaches);
    json_string(&json, "state", session_state_word(state));
    json_unsigned(&json, "attempts", state->attempts);
    json_unsigned(&json, "hints", exercise->hint_count);
    if (folder)
        json_string(&json, "folder", folder);
    else
        json_null(&json, "folder");
    json_string(&json, "task", exercise->task);
    json_end(&json);
}

void print_hints(const struct exercise *exercise, size_t shown)
{
    for (size_t i = 0; i < shown; i++) {
        fputs(i ? "\n" : "", stdout);
        printf(say_as("task.hint-of", "%zu %zu"), i + 1, exercise->hint_count);
        fputs("\n\n", stdout);
        print_markdown(exercise->hints[i]);
    }
    if (shown < exercise->hint_count)
        printf(say_as("lines.next-hint", "%s"), exercise->name);
    else
        printf(say_as("lines.last-hint", "%s"), exercise->name);
}

static void print_indented(const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        printf("    %.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static const char *headline(enum verdict_status status)
{
    static const char *const lines[] = {"lines.passed", "lines.failed", "lines.skipped",
                                        "lines.undecided"};
    return say(lines[status]);
}

void print_verdict(const struct session *session, const struct exercise *exercise,
                   const struct verdict *verdict)
{
    printf("%s: %s\n", exercise->name, headline(verdict->status));
    cleanup_free char *message = say_sentence(verdict->message);
    cleanup_free char *hint = say_sentence(verdict->hint);
    cleanup_free char *word = xasprintf("  %s ", say("task.hint"));
    plain_wrap(stdout, "  ", message, text_columns());
    cleanup_free char *detail = say_sentence(verdict->detail);
    if (*detail)
        print_indented(detail);
    if (*verdict->hint)
        plain_wrap(stdout, word, hint, text_columns());
    if (verdict->status == VERDICT_FAILED)
        printf(say_as("lines.try-again", "%s"), exercise->name);
    if (verdict->status != VERDICT_PASSED)
        return;
    printf("\n%s\n\n", say("task.why"));
    print_markdown(exercise->why);
    const struct exercise *next = session_next(session);
    if (next)
        printf("\n%s labs show %s\n", say("list.next"), next->name);
    else
        puts(say("lines.last-one"));
    if (!exercise->solved)
        printf(say_as("lines.compare", "%s"), exercise->name);
}

void print_verdict_json(const struct exercise *exercise, const struct verdict *verdict)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "exercise", exercise->name);
    json_string(&json, "status", verdict_word(verdict->status));
    json_string(&json, "message", verdict->message);
    json_string(&json, "hint", verdict->hint);
    /* Milliseconds: a clock says no more of a check. */
    json_number(&json, "seconds",
                (double)(long long)(verdict->seconds * 1000 + 0.5) / 1000);
    json_end(&json);
}
