/* Writers change two fields that belong together; a reader looks at both.
 * BUG 1: without a lock. 2: the lock is given back between the two fields.
 * THREADS: how many there are, the reader included. */
#include <assert.h>
#include <pthread.h>

#ifndef THREADS
#define THREADS 3
#endif

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int plus, minus;

static void enter(void)
{
    if (BUG != 1)
        pthread_mutex_lock(&lock);
}

static void leave(void)
{
    if (BUG != 1)
        pthread_mutex_unlock(&lock);
}

static void *writer(void *unused)
{
    enter();
    plus = 1;
    if (BUG == 2) {
        leave();
        enter();
    }
    minus = -1;
    leave();
    return unused;
}

static void *reader(void *unused)
{
    enter();
    assert(plus + minus == 0);
    leave();
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL,
                       i < THREADS - 1 ? writer : reader, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
