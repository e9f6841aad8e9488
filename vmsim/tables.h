/* Tables that grow with the trace: where memory ends first. They die with how much was
 * asked for, and what to try instead.
 */
#ifndef RING3_VMSIM_TABLES_H
#define RING3_VMSIM_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "labs/kit/error.h"

/* Zeroed. `what` it is for, such as "the page table"; free() it. */
void *table_new(size_t count, size_t size, const char *what);
/* What is new is not zeroed. */
void *table_resize(void *table, size_t count, size_t size, const char *what);

/* For what can do without: the tables of a policy were not to be had. */
int table_refused(uint64_t bytes, const char *policy, uint32_t frames,
                  struct error *error);

/* A table that is hit at random, in huge pages where the kernel has them: fewer misses of
 * the TLB. What is new is zeroed; NULL: the first. Not free(), but table_drop(). */
void *table_grow(void *table, size_t before, size_t after, size_t size, const char *what);
void table_drop(void *table, size_t count, size_t size);

#endif
