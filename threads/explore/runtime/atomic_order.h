/* What atomic operations order: release, acquire, and fences, for the race detector.
 * C17, 7.17.3; the rules for fences are 7.17.4.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_ATOMIC_ORDER_H
#define RING3_THREADS_EXPLORE_RUNTIME_ATOMIC_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "threads/explore/runtime/vector_clock.h"

void order_reset(void);

/* The present thread loads from, stores to, or changes the atomic object. `order`
 * is one of __ATOMIC_RELAXED to __ATOMIC_SEQ_CST. */
void order_load(uintptr_t address, int order);
void order_store(uintptr_t address, int order);
void order_change(uintptr_t address, int order);
void order_fence(int order);

/* Which atomic objects hand on that moment of a thread, as a hash. */
uint64_t order_knows(int thread, uint32_t when);

/* A store in two halves, for one that becomes visible late. */
void order_prepare(struct vector_clock *published, int order);
void order_publish(uintptr_t address, const struct vector_clock *published);

#endif
