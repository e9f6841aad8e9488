/* Two threads, 0 and 1, wait for each other. */
#ifndef MEET_H
#define MEET_H

void meet_init(void); /* once, before the threads are there */
/* Returns when the other one has come as well. */
void meet(int me);

#endif
