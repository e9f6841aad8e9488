/* Total store order: atomic stores become visible late.
 *
 * Each processor of x86 has a queue of stores that others do not see yet; it
 * sees its own at once (P. Sewell et al., x86-TSO, CACM 53(7), 2010). With --memory tso
 * each thread has such a queue for its atomic stores that are not seq_cst, and a
 * companion, a thread of ours with number FLUSHERS + its own, whose every step makes the
 * oldest of them visible. When is a choice like any other. Everything else that
 * orders (locks, exchanges, seq_cst stores, fences, the end) waits until it is empty.
 * Plain stores are not delayed: without a race nobody could tell.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_STORE_BUFFER_H
#define RING3_THREADS_EXPLORE_RUNTIME_STORE_BUFFER_H

#include <stdbool.h>
#include <stdint.h>

#include "threads/explore/runtime/operation.h"
#include "threads/explore/runtime/thread.h"

enum { FLUSHERS = THREADS_MAX / 2 };

extern bool store_buffers_on; /* --memory tso */

void store_buffers_reset(void);

/* The companion of a thread that was just made. */
void store_buffer_new(int number);
/* What the companion does. */
_Noreturn void store_buffer_flush(void);

/* The present thread's next operation touches its queue: adds that to it. */
void store_buffer_touch(struct operation *operation, bool stores);
/* It stores: true if the store was queued, false if it must write itself. */
bool store_buffer_put(uintptr_t address, uint32_t size, uint64_t value, int order);
/* It loads: true if it sees its own store that is still queued. */
bool store_buffer_get(uintptr_t address, uint32_t size, uint64_t *value);

/* The operation has to wait for the queue of its thread. */
bool store_buffer_holds_back(const struct thread *thread);

uint64_t store_buffers_hash(uint64_t hash);

#endif
