/* Two values, two locks; the second must follow the first. The reader may not
 * come between them. BUG 1: the writer gives the first lock back too early.
 * THREADS: writers and readers together, half and half. */
#include <assert.h>
#include <pthread.h>

#ifndef THREADS
#define THREADS 2
#endif

static pthread_mutex_t first_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second_lock = PTHREAD_MUTEX_INITIALIZER;
static int first, second;

static void *writer(void *unused)
{
    pthread_mutex_lock(&first_lock);
    first = 1;
#if BUG == 1
    pthread_mutex_unlock(&first_lock);
#endif
    pthread_mutex_lock(&second_lock);
    second = 2;
    pthread_mutex_unlock(&second_lock);
#if BUG != 1
    pthread_mutex_unlock(&first_lock);
#endif
    return unused;
}

static void *reader(void *unused)
{
    int seen, then;

    pthread_mutex_lock(&first_lock);
    seen = first;
    pthread_mutex_unlock(&first_lock);
    if (!seen)
        return unused;
    pthread_mutex_lock(&second_lock);
    then = second;
    pthread_mutex_unlock(&second_lock);
    assert(then == seen + 1);
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL,
                       i < THREADS / 2 ? writer : reader, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
