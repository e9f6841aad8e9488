/* The words of an exercise's screen: the verdict with the lines that it is about, then
 * what it was for, the task, the hints.
 */
#include <stdio.h>
#include <stdlib.h>

#include "labs/exercise_view.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/link.h"
#include "labs/kit/words.h"
#include "labs/solution.h"

static void write_block(FILE *out, const char *text)
{
    fprintf(out, "```\n%s\n```\n\n", text);
}

static void write_place(const struct exercise_view *view, FILE *out)
{
    cleanup_free char *lines = excerpt(&view->place);
    if (!*lines)
        return;
    cleanup_free char *path = markdown_quoted(view->place.path);
    fprintf(out, "%s:%u\n\n", path, view->place.line);
    write_block(out, lines);
}

static void write_verdict(const struct exercise_view *view, FILE *out)
{
    static const char *const words[] = {"task.passed", "task.failed", "task.skipped",
                                        "task.undecided"};
    const struct verdict *verdict = &view->verdict;
    cleanup_free char *said = say_sentence(verdict->message);
    cleanup_free char *message = markdown_quoted(said);
    fprintf(out, "**%s:** %s\n\n", say(words[verdict->status]), message);
    write_place(view, out);
    cleanup_free char *detail = say_sentence(verdict->detail);
    if (*detail)
        write_block(out, detail);
    if (*verdict->hint) {
        cleanup_free char *pointed = say_sentence(verdict->hint);
        cleanup_free char *hint = markdown_quoted(pointed);
        fprintf(out, "> %s %s\n\n", say("task.hint"), hint);
    }
    if (verdict->status != VERDICT_PASSED)
        fputs("---\n\n", out);
}

static void write_solution(const struct exercise_view *view, FILE *out)
{
    struct error error;
    cleanup_free char *text =
        view->folder ? solution_compare(view->exercise, view->folder, &error) : NULL;
    fprintf(out, "## %s\n\n", say("task.compare"));
    if (text)
        write_block(out, text);
    else
        fprintf(out, "%s\n\n", view->folder ? error.message : say("task.you-have-none"));
}

static void write_all(const struct exercise_view *view, FILE *out)
{
    const struct exercise *exercise = view->exercise;
    const struct progress_state *state = exercise_state(view);
    bool just_passed = view->has_verdict && view->verdict.status == VERDICT_PASSED;
    if (view->has_verdict)
        write_verdict(view, out);
    if (just_passed) /* what it was for, before what it was */
        fprintf(out, "## %s\n\n%s\n\n## %s\n\n", say("task.why"), exercise->why,
                say("task.task"));
    fprintf(out, "%s\n\n", exercise->task);
    for (size_t i = 0; i < exercise->hint_count && i < state->hints; i++) {
        fputs("## ", out);
        fprintf(out, say_as("task.hint-of", "%zu %zu"), i + 1, exercise->hint_count);
        fprintf(out, "\n\n%s\n\n", exercise->hints[i]);
    }
    if (state->solved && !just_passed)
        fprintf(out, "## %s\n\n%s\n\n", say("task.why"), exercise->why);
    if (view->solution)
        write_solution(view, out);
}

/* "file:line" opens the file where the terminal knows links; the key e does it always. */
static void link_place(struct exercise_view *view)
{
    if (!view->has_verdict || !view->place.path) {
        viewer_link(&view->viewer, NULL, NULL);
        return;
    }
    cleanup_free char *text = xasprintf("%s:%u", view->place.path, view->place.line);
    cleanup_free char *address = link_to_file(view->place.path, view->place.line);
    viewer_link(&view->viewer, text, address);
}

void exercise_recompose(struct exercise_view *view)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die(STATUS_HOST, "%s", say("kit.no-memory"));
    write_all(view, out);
    fclose(out);
    viewer_set(&view->viewer, text);
    link_place(view);
}
