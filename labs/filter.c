/* Words match anywhere and in any case, so that an area's name is a word too. */
#include "labs/filter.h"

#include <string.h>

static bool has_word(const struct exercise *exercise, const char *word)
{
    return strcasestr(exercise->name, word) || strcasestr(exercise->title, word) ||
           strcasestr(exercise->teaches, word);
}

static bool has_state(const struct progress_state *state, const char *wanted)
{
    if (!strcmp(wanted, "todo"))
        return !state->solved;
    return !strcmp(session_state_word(state), wanted);
}

bool filter_matches(const struct filter *filter, const struct session *session,
                    const struct exercise *exercise)
{
    if (filter->kind && strcmp(exercise_kind_name(exercise->kind), filter->kind) != 0)
        return false;
    if (filter->state && !has_state(session_state(session, exercise), filter->state))
        return false;
    for (size_t i = 0; i < filter->word_count; i++)
        if (!has_word(exercise, filter->words[i]))
            return false;
    return true;
}
