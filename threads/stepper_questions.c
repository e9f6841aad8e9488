/* What predict mode asks: every way in which the program can end, the value of a
 * write, and who can go on. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "threads/scene.h"
#include "threads/stepper_state.h"

enum { MOST_OUTCOMES = 12 };

/* One way to end in a word: what was printed, or what went wrong. */
static const char *outcome_word(const struct explore_outcome *outcome)
{
    return outcome->kind != KIND_NONE ? explore_kind_name(outcome->kind)
           : *outcome->output         ? outcome->output
                                      : "ends well";
}

/* Numbers before words, and each in their order. */
static int by_word(const void *a, const void *b)
{
    const char *one = outcome_word(*(const struct explore_outcome *const *)a);
    const char *other = outcome_word(*(const struct explore_outcome *const *)b);
    bool number = isdigit((unsigned char)*one),
         other_too = isdigit((unsigned char)*other);

    if (number != other_too)
        return number ? -1 : 1;
    if (number && atol(one) != atol(other))
        return atol(one) < atol(other) ? -1 : 1;
    return strcmp(one, other);
}

static void append(char *text, size_t size, const char *between, const char *word)
{
    size_t used = strlen(text);

    snprintf(text + used, size - used, "%s%.*s", used ? between : "",
             (int)strcspn(word, "\n"), word);
}

/* Every way in which the program can end, if the explorer knows them all. */
static bool ask_outcomes(struct stepper *stepper)
{
    const struct explore_outcomes *all = stepper->request.outcomes;
    const struct explore_outcome *sorted[MOST_OUTCOMES];

    if (!all || !all->exhaustive || all->count < 2 || all->count > MOST_OUTCOMES)
        return false;
    for (size_t i = 0; i < all->count; i++)
        sorted[i] = &all->items[i];
    qsort(sorted, all->count, sizeof *sorted, by_word);
    *stepper->answer = *stepper->explain = '\0';
    for (size_t i = 0; i < all->count; i++) {
        cleanup_free char *share =
            xasprintf("%.*s in %.1f %%", (int)strcspn(outcome_word(sorted[i]), "\n"),
                      outcome_word(sorted[i]),
                      100.0 * (double)sorted[i]->schedules / (double)all->schedules);
        append(stepper->answer, sizeof stepper->answer, ", ", outcome_word(sorted[i]));
        append(stepper->explain, sizeof stepper->explain, ", ", share);
    }
    append(stepper->explain, sizeof stepper->explain, " ", "of all interleavings.");
    if (!stepper->request.shares)
        *stepper->explain = '\0';
    snprintf(stepper->asked, sizeof stepper->asked,
             "Before anything runs: in which ways can this program end? Say what it can "
             "print, numbers first and smallest first, and then what can go wrong.");
    return true;
}

static bool ask_value(struct stepper *stepper, const struct explore_step *step,
                      const char *name)
{
    if (!step->has_value || strcmp(step->operation, "write") != 0)
        return false;
    snprintf(stepper->asked, sizeof stepper->asked,
             "%s writes %s in line %d. Which value?", name, step->object, step->line);
    snprintf(stepper->answer, sizeof stepper->answer, "%lld", (long long)step->value);
    snprintf(stepper->explain, sizeof stepper->explain,
             "What counts is what this thread read before, whatever others wrote since.");
    return true;
}

/* Who can go on, where a step changes that. */
static bool ask_enabled(struct stepper *stepper, const struct explore_step *step,
                        size_t index, const char *name)
{
    char before[sizeof stepper->answer];

    scene_enabled(stepper_state(stepper, index - 1), before, sizeof before);
    scene_enabled(stepper_state(stepper, index), stepper->answer, sizeof stepper->answer);
    if (!strcmp(before, stepper->answer))
        return false;
    snprintf(stepper->asked, sizeof stepper->asked,
             "%s does: %s %s (line %d). Which threads can go on after that? "
             "(names in order, or nobody)",
             name, step->operation, step->object, step->line);
    snprintf(stepper->explain, sizeof stepper->explain,
             "Look at what each thread does next, and at who holds that.");
    return true;
}

const struct question *stepper_question(struct stepper *stepper, size_t index,
                                        const char *name)
{
    const struct explore_step *step = stepper_before(stepper, index);

    if (!step ||
        !((index == 1 && ask_outcomes(stepper)) || ask_value(stepper, step, name) ||
          ask_enabled(stepper, step, index, name)))
        return NULL;
    stepper->question =
        (struct question){stepper->asked, stepper->answer, stepper->explain};
    return &stepper->question;
}
