/* Verdicts are earned by two attempts. */
#include "isolate/attack/trial.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/attack/starter.h"

const char *const verdict_words[VERDICT_COUNT] = {
    [VERDICT_BLOCKED] = "blocked",  [VERDICT_OPEN] = "OPEN",
    [VERDICT_ABSENT] = "not here",  [VERDICT_ALLOWED] = "allowed",
    [VERDICT_UNDECIDED] = "failed",
};

/* What can be left out by us. */
static unsigned removable(unsigned layers)
{
    return geteuid() == 0 ? layers : layers & ~LAYER_BIT(LAYER_USER);
}

static enum verdict judge(const struct trial *trial)
{
    if (trial->result.end == CELL_FAILED)
        return VERDICT_UNDECIDED;
    if (trial->result.end == CELL_IMPOSSIBLE)
        return VERDICT_ABSENT;
    if (trial->result.finding.open)
        return trial->attack->allowed ? VERDICT_ALLOWED : VERDICT_OPEN;
    return trial->twin.end == CELL_SAW && trial->twin.finding.open ? VERDICT_BLOCKED
                                                                   : VERDICT_ABSENT;
}

/* An ordinary user has no container without a user namespace: for him, what that stops is
 * shown without any container. */
static int run_twin(const struct scratch *scratch, struct trial *trial,
                    struct error *error)
{
    const struct attack *attack = trial->attack;
    if (cell_run(scratch, attack, starter_isolate, trial->twin_without, &trial->twin,
                 error) < 0)
        return -1;
    trial->is_bare = removable(attack->layers) != attack->layers &&
                     !trial->twin.finding.open && !attack->needs_image;
    return trial->is_bare
               ? cell_run(scratch, attack, starter_bare, 0, &trial->twin, error)
               : 0;
}

int trial_run(const struct scratch *scratch, const struct attack *attack,
              unsigned without, struct trial *trial, struct error *error)
{
    *trial = (struct trial){.attack = attack, .without = removable(without)};
    trial->twin_without = trial->without | removable(attack->layers);
    if (cell_run(scratch, attack, starter_isolate, trial->without, &trial->result,
                 error) < 0)
        return -1;
    trial->has_twin = trial->result.end < CELL_IMPOSSIBLE && !trial->result.finding.open;
    if (trial->has_twin && run_twin(scratch, trial, error) < 0)
        return -1;
    trial->verdict = judge(trial);
    return 0;
}

const char *layer_list(unsigned layers, char *text, size_t size)
{
    size_t length = 0;
    *text = 0;
    for (int layer = 0; layer < LAYER_COUNT; layer++)
        if (layers & LAYER_BIT(layer) && length < size)
            length += (size_t)snprintf(text + length, size - length, "%s%s",
                                       length ? ", " : "", layer_words[layer]);
    return text;
}

static const char *twin_words(const struct trial *trial)
{
    return trial->twin.end >= CELL_IMPOSSIBLE ? trial->twin.failure
                                              : trial->twin.finding.evidence;
}

/* Why an attempt fails without its layers, too. */
static const char *explain_absence(const struct trial *trial)
{
    if (trial->is_bare)
        return "Without any container this user cannot do it here either.";
    return trial->attack->absent ? trial->attack->absent : "";
}

static void absence(const struct trial *trial, const char *layers, char *text,
                    size_t size)
{
    const char *reason = explain_absence(trial);
    if (!trial->has_twin)
        snprintf(text, size, "%s", trial->result.failure);
    else
        snprintf(text, size, "%s%s: %s.%s%s", *layers ? "even without " : "nothing",
                 *layers ? layers : " of it could be left out", twin_words(trial),
                 *reason ? " " : "", reason);
}

void trial_reason(const struct trial *trial, char *text, size_t size)
{
    char layers[256];
    const char *seen = trial->result.finding.evidence;
    if (trial->is_bare)
        snprintf(layers, sizeof layers, "any container");
    else
        layer_list(trial->twin_without & ~trial->without, layers, sizeof layers);
    switch (trial->verdict) {
    case VERDICT_BLOCKED:
        snprintf(text, size, "%s. Without %s: %s.", seen, layers, twin_words(trial));
        break;
    case VERDICT_ABSENT:
        absence(trial, layers, text, size);
        break;
    case VERDICT_ALLOWED:
        snprintf(text, size, "%s Seen: %s.", trial->attack->allowed, seen);
        break;
    case VERDICT_OPEN:
        snprintf(text, size, "%s.", seen);
        break;
    default:
        snprintf(text, size, "the container did not start: %s", trial->result.failure);
    }
}
