/* Included in front of the learner's files: every operation on a mutex goes
 * through the scheduler of interleave.c, with the line it stands in. Reads
 * and writes of balances come there by another way: the compiler announces
 * every access to memory (-fsanitize=thread), and we listen in its place.
 */
#ifndef RING3_TRACE_H
#define RING3_TRACE_H

#include <pthread.h>

int traced_lock(pthread_mutex_t *mutex, int line);
int traced_trylock(pthread_mutex_t *mutex, int line);
int traced_unlock(pthread_mutex_t *mutex, int line);

#ifndef INTERLEAVE_ITSELF
#define pthread_mutex_lock(mutex)    traced_lock(mutex, __LINE__)
#define pthread_mutex_trylock(mutex) traced_trylock(mutex, __LINE__)
#define pthread_mutex_unlock(mutex)  traced_unlock(mutex, __LINE__)
#include <string.h>
void *traced_memcpy(void *, const void *, size_t);
void *traced_memmove(void *, const void *, size_t);
void *traced_memset(void *, int, size_t);
#undef memcpy
#undef memmove
#undef memset
#define memcpy(to, from, size)       traced_memcpy(to, from, size)
#define memmove(to, from, size)      traced_memmove(to, from, size)
#define memset(to, byte, size)       traced_memset(to, byte, size)
#endif

#endif
