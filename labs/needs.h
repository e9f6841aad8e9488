/* What an exercise needs from this machine. */
#ifndef RING3_LABS_NEEDS_H
#define RING3_LABS_NEEDS_H

#include "labs/exercise.h"

/* A need is one of
 *   cc          a C compiler: $CC, cc, gcc or clang
 *   sandbox     isolate can run a program here; or the learner goes without it
 *   containers  isolate can run a program here
 *   NAME        a program in PATH
 * True if one is missing; the error then says which, why, and how to get it.
 * *wants_sandbox: nothing else is missing, and the learner may go without it. */
bool needs_missing(const struct exercise *exercise, bool without_sandbox,
                   bool *wants_sandbox, struct error *error);

/* "a C compiler": a need in words. */
const char *need_words(const char *need);

/* Puts the folder of our programs first in PATH, for checks and for the menu. */
void needs_use_our_programs(void);

#endif
