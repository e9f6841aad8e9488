/* Tables that grow with the trace: where memory ends first. They die with how much was
 * asked for, and what to try instead.
 */
#ifndef RING3_VMSIM_TABLES_H
#define RING3_VMSIM_TABLES_H

#include <stddef.h>

/* Zeroed. `what` it is for, such as "the page table"; free() it. */
void *table_new(size_t count, size_t size, const char *what);
/* What is new is not zeroed. */
void *table_resize(void *table, size_t count, size_t size, const char *what);

#endif
