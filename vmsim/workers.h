/* Independent pieces of work on all processors. */
#ifndef RING3_VMSIM_WORKERS_H
#define RING3_VMSIM_WORKERS_H

#include <stddef.h>

/* Calls work(self, i) for each i below `count`, several at a time and in any order, and
 * returns when all are done. What they share, `work` must guard. */
void workers_run(size_t count, void (*work)(void *self, size_t index), void *self);

/* The same, but this thread calls own(self) first, while the others work already. */
void workers_run_beside(void (*own)(void *self), size_t count,
                        void (*work)(void *self, size_t index), void *self);

#endif
