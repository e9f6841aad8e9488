/* What predict mode asks: every way in which the program can end, the value of a
 * write, and who can go on. */
#include <stdio.h>
#include <string.h>

#include "threads/scene.h"
#include "threads/stepper_state.h"

/* Every way in which the program can end, if the explorer knows them all. */
static bool ask_outcomes(struct stepper *stepper)
{
    const struct explore_outcomes *all = stepper->request.outcomes;

    if (!all || !all->exhaustive || all->count < 2)
        return false;
    *stepper->answer = '\0';
    for (size_t i = 0; i < all->count; i++) {
        const struct explore_outcome *one = &all->items[i];
        size_t used = strlen(stepper->answer);
        const char *word = one->kind != KIND_NONE ? explore_kind_name(one->kind)
                           : *one->output         ? one->output
                                                  : "ends well";
        snprintf(stepper->answer + used, sizeof stepper->answer - used, "%s%.*s",
                 used ? ", " : "", (int)strcspn(word, "\n"), word);
    }
    snprintf(stepper->asked, sizeof stepper->asked,
             "Before anything runs: in which ways can this program end? Name what it can "
             "print, or what can go wrong, most frequent first.");
    snprintf(stepper->explain, sizeof stepper->explain,
             "%llu of %llu interleavings end in the first way.",
             (unsigned long long)all->items[0].schedules,
             (unsigned long long)all->schedules);
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
