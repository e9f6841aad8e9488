/* Which exercises a list shows: by state, by kind, by words. */
#ifndef RING3_LABS_FILTER_H
#define RING3_LABS_FILTER_H

#include "labs/session.h"

struct filter {
    const char *state; /* "open", "tried", "solved", "todo" (the first two); NULL: any */
    const char *kind;  /* "predict", "code", "do", "find"; NULL: any */
    const char *const *words; /* each must be in the name, the title or what it teaches */
    size_t word_count;
};

bool filter_matches(const struct filter *filter, const struct session *session,
                    const struct exercise *exercise);

#endif
