/* A buffer with one place, for several threads. */
#ifndef BUFFER_H
#define BUFFER_H

void put(int number); /* waits while the place is full */
int take(void);       /* waits while it is empty */

#endif
