/* The environment of a command: PATH, HOME and TERM, and what --env and --env-file add.
 */
#ifndef RING3_ISOLATE_ENVIRONMENT_WORDS_H
#define RING3_ISOLATE_ENVIRONMENT_WORDS_H

#include <stdbool.h>

#include "labs/kit/options.h"

/* NULL-terminated; lives until the program ends. A NAME without a value is passed on
 * from ours, or nothing when we have none. `all_of_ours`: the host's variables first.
 * NULL with the error. */
char *const *environment_words(const struct option_list *assignments,
                               const struct option_list *files, bool all_of_ours,
                               struct error *error);

#endif
