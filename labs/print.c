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
#include "labs/needs.h"

enum { COLUMNS = 78 };

static const char *mark(const struct progress_state *state)
{
    return state->solved ? "[x]" : state->attempts ? "[-]" : "[ ]";
}

void print_markdown(const char *text)
{
    struct markdown *lines = markdown_layout(text, strlen(text), COLUMNS);
    markdown_print(lines, stdout);
    markdown_free(lines);
}

char *exercise_facts(const struct exercise *exercise)
{
    char *facts = xasprintf("%s, about %u min", exercise_kind_name(exercise->kind),
                            exercise->minutes);
    for (size_t i = 0; i < exercise->needs.count; i++) {
        char *longer = xasprintf("%s%s %s", facts, i ? "," : ", needs",
                                 need_words(exercise->needs.items[i]));
        free(facts);
        facts = longer;
    }
    return facts;
}

static void print_row(const struct session *session, const struct exercise *exercise)
{
    const struct progress_state *state = session_state(session, exercise);
    printf("  %s %-34s %-8s %3u min  %s\n", mark(state), exercise->name,
           exercise_kind_name(exercise->kind), exercise->minutes, exercise->title);
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
            printf("%s (%zu of %zu)  %s\n", area->title, solved, total, area->summary);
        print_row(session, exercise);
    }
}

void print_list(const struct session *session, const struct filter *filter)
{
    size_t shown = 0;
    for (const struct lab_area *area = lab_areas; area->folder; area++)
        print_area(session, filter, area, &shown);
    if (!shown) {
        puts("No exercise is like that.");
        return;
    }
    fputs("\n  [x] solved  [-] tried  [ ] open\n", stdout);
    const struct exercise *next = session_next(session);
    if (next)
        printf("Next: labs show %s\n", next->name);
    else
        puts("All of them are solved.");
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
        fputs(" (solved)", stdout);
    else if (state->attempts)
        printf(" (tried %u time%s)", state->attempts, state->attempts == 1 ? "" : "s");
    fputs("\n\n", stdout);
    print_markdown(exercise->task);
    printf("\nYour files: %s\n", folder ? folder : "none yet (to get them: labs init)");
    printf("When done:  labs check %s      Stuck: labs hint %s\n", exercise->name,
           exercise->name);
    if (!state->solved)
        return;
    fputs("\nWhy\n\n", stdout);
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
        printf("%sHint %zu of %zu\n\n", i ? "\n" : "", i + 1, exercise->hint_count);
        print_markdown(exercise->hints[i]);
    }
    if (shown < exercise->hint_count)
        printf("\nThe next one says more: labs hint %s\n", exercise->name);
    else
        printf("\nThat was the last hint. Still stuck? The solution, which is recorded:\n"
               "    labs solution %s --show-me\n",
               exercise->name);
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
    static const char *const lines[] = {"passed", "not yet", "skipped here", "undecided"};
    return lines[status];
}

void print_verdict(const struct session *session, const struct exercise *exercise,
                   const struct verdict *verdict)
{
    printf("%s: %s\n", exercise->name, headline(verdict->status));
    plain_wrap(stdout, "  ", verdict->message, COLUMNS);
    if (*verdict->detail)
        print_indented(verdict->detail);
    if (*verdict->hint)
        plain_wrap(stdout, "  Hint: ", verdict->hint, COLUMNS);
    if (verdict->status == VERDICT_FAILED)
        printf("\nTry again, or take a hint: labs hint %s\n", exercise->name);
    if (verdict->status != VERDICT_PASSED)
        return;
    fputs("\nWhy\n\n", stdout);
    print_markdown(exercise->why);
    const struct exercise *next = session_next(session);
    if (next)
        printf("\nNext: labs show %s\n", next->name);
    else
        puts("\nThat was the last one. All of them are solved.");
    if (!exercise->solved)
        printf("Ours beside yours: labs solution %s\n", exercise->name);
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
