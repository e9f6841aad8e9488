/* "Did you mean …?": the nearest known word. */
#ifndef RING3_KIT_SUGGEST_H
#define RING3_KIT_SUGGEST_H

#include <stddef.h>

/* The word of words[0..count) that is at most two edits (one for short words)
 * away from `wrong`, or NULL. NULL entries are passed over. */
const char *suggest(const char *wrong, const char *const *words, size_t count);

#endif
