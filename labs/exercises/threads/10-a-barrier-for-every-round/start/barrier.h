/* All wait until `walkers` are there. */
#ifndef BARRIER_H
#define BARRIER_H

extern int walkers; /* set by main before the threads are there */

void barrier(void);

#endif
