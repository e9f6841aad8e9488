/* Quantities as they are typed: 64M, 1.5, max. */
#ifndef RING3_ISOLATE_SIZE_WORDS_H
#define RING3_ISOLATE_SIZE_WORDS_H

#include <stdint.h>

#include "labs/kit/error.h"

/* "64M" → 67108864; K, M, G and their small letters, with or without a "b" after
 * them. "max" and "-1" → UINT64_MAX where `unlimited`. NULL → 0. */
int size_words_bytes(const char *option, const char *text, int unlimited, uint64_t *bytes,
                     struct error *error);

/* A number of 1 or more, or "max" and "-1" → UINT64_MAX. NULL → 0. */
int size_words_count(const char *option, const char *text, uint64_t *count,
                     struct error *error);

/* "1.5" → 1500000: units above 0 with at most six places. NULL → 0. */
int size_words_micro(const char *option, const char *text, const char *what,
                     uint64_t *millionths, struct error *error);

#endif
