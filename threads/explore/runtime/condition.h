/* Condition variables, for those who have them under other names (C11). */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_CONDITION_H
#define RING3_THREADS_EXPLORE_RUNTIME_CONDITION_H

#include "threads/explore/runtime/object.h"

/* 0, ETIMEDOUT, or what mutex_take() says. */
int condition_wait(struct object *condition, struct object *mutex, bool timed,
                   uintptr_t pc);
int condition_signal(struct object *condition, uintptr_t pc);
int condition_broadcast(struct object *condition, uintptr_t pc);

#endif
