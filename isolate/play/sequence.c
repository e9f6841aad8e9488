/* Which steps are made: --until and --without. */
#include <string.h>

#include "isolate/play/builder.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/suggest.h"

int step_find(const char *name)
{
    for (size_t i = 0; i < step_count(); i++)
        if (!strcmp(step_types[i]->name, name))
            return (int)i;
    return -1;
}

bool setting_has(const struct setting *setting, const char *name)
{
    int step = step_find(name);
    return step >= 0 && setting->made[step];
}

bool setting_wants(const struct setting *setting, const char *name)
{
    int step = step_find(name);
    return step >= 0 && setting->wanted[step];
}

static int no_such_step(const char *option, const char *word, struct error *error)
{
    char near[64] = "";
    for (size_t i = 0; i < step_count(); i++)
        if (!strncmp(step_types[i]->name, word, 3))
            snprintf(near, sizeof near, "; is it %s?", step_types[i]->name);
    return error_set(error, STATUS_REQUEST,
                     "%s %s: there is no such step%s (isolate play --plain names them)",
                     option, word, near);
}

/* Marks the steps of this name, or of the layer of this name. How many. */
static size_t mark(const char *word, bool left_out[STEPS_MAX])
{
    size_t found = 0;
    int layer = layer_find(word);
    for (size_t i = 0; i < step_count(); i++) {
        bool named = !strcmp(step_types[i]->name, word);
        if (!named && (layer < 0 || step_types[i]->layer != layer))
            continue;
        left_out[i] = true;
        found++;
    }
    return found;
}

int sequence_make(const char *until, const char *const *without, size_t without_count,
                  struct sequence *sequence, struct error *error)
{
    bool left_out[STEPS_MAX] = {false};
    int last = until ? step_find(until) : (int)step_count() - 1;
    if (last < 0)
        return no_such_step("--until", until, error);
    for (size_t i = 0; i < without_count; i++) {
        cleanup_free char *words = xstrdup(without[i]);
        char *rest = words, *word;
        while ((word = strsep(&rest, ",")))
            if (!mark(word, left_out))
                return no_such_step("--without", word, error);
    }
    sequence->count = 0;
    for (int i = 0; i <= last; i++)
        if (!left_out[i])
            sequence->steps[sequence->count++] = (unsigned)i;
    if (sequence->count == 0)
        return error_set(error, STATUS_REQUEST, "no step is left to be made");
    return 0;
}
