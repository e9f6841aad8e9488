/* Every thread holds a lock, and the data has one lock only.
 * BUG 1: the last thread takes another one. */
#include <assert.h>
#include <pthread.h>

#ifndef THREADS
#define THREADS 2
#endif

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static int counter;

static void *add(void *which)
{
    pthread_mutex_t *mine = which;

    pthread_mutex_lock(mine);
    counter++;
    pthread_mutex_unlock(mine);
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, add,
                       BUG == 1 && i == THREADS - 1 ? &other : &lock);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert(counter == THREADS);
    return 0;
}
