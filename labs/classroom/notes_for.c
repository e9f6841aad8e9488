#include "labs/classroom/notes_for.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/viewer.h"

static char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return xstrdup(text ? text : "");
}

static char *evidence_of(const json_t *step)
{
    const json_t *item;
    size_t index;
    char *all = xstrdup("");
    json_array_foreach(json_object_get(step, "evidence"), index, item)
    {
        cleanup_free char *label = text_of(item, "label");
        cleanup_free char *text = text_of(item, "text");
        cleanup_free char *quoted = markdown_quoted(text);
        char *longer = xasprintf("%s* %s: %s\n", all, label, quoted);
        free(all);
        all = longer;
    }
    return all;
}

static struct note_step step_of(const json_t *step)
{
    return (struct note_step){text_of(step, "title"), text_of(step, "why"),
                              text_of(step, "question"), text_of(step, "answer"),
                              evidence_of(step)};
}

static bool is_alive(const json_t *root)
{
    json_int_t process = json_integer_value(json_object_get(root, "process"));
    return process > 0 && (kill((pid_t)process, 0) == 0 || errno == EPERM);
}

void speaker_notes_read(const char *path, struct speaker_notes *notes)
{
    json_t *root = json_load_file(path, 0, NULL);
    *notes = (struct speaker_notes){0};
    if (root && is_alive(root)) {
        const json_t *next = json_object_get(root, "next");
        notes->running = true;
        notes->show = text_of(root, "show");
        notes->move = text_of(root, "move");
        notes->step = (unsigned)json_integer_value(json_object_get(root, "step"));
        notes->of = (unsigned)json_integer_value(json_object_get(root, "of"));
        notes->began = json_number_value(json_object_get(root, "began"));
        notes->now = step_of(json_object_get(root, "now"));
        notes->has_next = json_is_object(next);
        notes->next = step_of(next);
    }
    json_decref(root);
}

static void step_free(struct note_step *step)
{
    free(step->title);
    free(step->why);
    free(step->question);
    free(step->answer);
    free(step->evidence);
}

void speaker_notes_free(struct speaker_notes *notes)
{
    free(notes->show);
    free(notes->move);
    step_free(&notes->now);
    step_free(&notes->next);
    *notes = (struct speaker_notes){0};
}

/* "## heading\n\ntext\n\n", or nothing when there is no text. */
static char *part(const char *heading, const char *text)
{
    return *text ? xasprintf("## %s\n\n%s\n\n", heading, text) : xstrdup("");
}

char *speaker_notes_text(const struct speaker_notes *notes)
{
    if (!notes->running)
        return xstrdup("Nothing is presented at the moment. Begin in another terminal:\n"
                       "\n    labs present vmsim play belady\n\n"
                       "This screen follows it.\n");
    bool asked = *notes->now.question && !strcmp(notes->move, "question");
    cleanup_free char *answer =
        part(asked ? "You ask. They should say" : "The answer was", notes->now.answer);
    cleanup_free char *why = part("Why", notes->now.why);
    cleanup_free char *evidence = part("Evidence", notes->now.evidence);
    cleanup_free char *question = part("You will ask", notes->next.question);
    cleanup_free char *expected = part("They should say", notes->next.answer);
    return xasprintf("# %s\n\n%s%s%s# %s%s\n\n%s%s", notes->now.title, answer, why,
                     evidence, notes->has_next ? "Next: " : "",
                     notes->has_next           ? notes->next.title
                     : notes->step < notes->of ? "Next: it is not known before it is done"
                                               : "This is the end",
                     question, expected);
}
