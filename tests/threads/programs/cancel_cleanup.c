/* A waiter is cancelled. BUG 1: without a handler that gives back its mutex. 2: who joins
 * it holds the mutex that the handler needs. */
#include <assert.h>
#include <pthread.h>
#include <unistd.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int cleaned;
static void undo(void *p)
{
    cleaned++;
    pthread_mutex_unlock(p);
}
static void *sleeper(void *u)
{
    pthread_mutex_lock(&m);
#if BUG != 1
    pthread_cleanup_push(undo, &m);
#endif
    while (1)
        pthread_cond_wait(&c, &m);
#if BUG != 1
    pthread_cleanup_pop(1);
#endif
    return u;
}
int main(void)
{
    pthread_t t;
    void *r;
    pthread_create(&t, 0, sleeper, 0);
#if BUG == 2
    pthread_mutex_lock(&m);
    pthread_cancel(t);
    pthread_join(t, &r);
    pthread_mutex_unlock(&m);
#else
    pthread_cancel(t);
    pthread_join(t, &r);
    pthread_mutex_lock(&m);
    pthread_mutex_unlock(&m);
#endif
    assert(r == PTHREAD_CANCELED && cleaned <= 1);
    return 0;
}
