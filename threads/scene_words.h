/* A state of an explored program in words; see also scene.h. */
#ifndef RING3_THREADS_SCENE_WORDS_H
#define RING3_THREADS_SCENE_WORDS_H

#include "threads/scene.h"

/* "can run", "is blocked", "waits", "spins", "has ended". */
const char *scene_can(enum explore_thread_state state);
/* "3 (T1, line 12)"; false for what is not shared. */
bool scene_variable(const struct explore_state *state, size_t variable, char *text,
                    size_t size);

#endif
