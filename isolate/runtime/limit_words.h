/* --ulimit NAME=SOFT[:HARD], by the names of docker and bash. */
#ifndef RING3_ISOLATE_LIMIT_WORDS_H
#define RING3_ISOLATE_LIMIT_WORDS_H

#include "isolate/runtime/process.h"

/* "unlimited" and -1 are no limit. */
int limit_words_parse(const char *text, struct rlimit_row *row, struct error *error);

/* RLIMIT_… of "nofile" or "RLIMIT_NOFILE" (the first `length` letters); -1: none. */
int limit_words_find(const char *name, size_t length);

#endif
