/* A wait with a time limit. BUG 1: whoever is late believes that nothing has come.
 * 2: that it has. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <time.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int ready, got, late;
static void *waiter(void *u)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 2;
    pthread_mutex_lock(&m);
    int e = 0;
    while (!ready && e != ETIMEDOUT)
        e = pthread_cond_timedwait(&c, &m, &until);
#if BUG == 1
    if (e == ETIMEDOUT)
        assert(!ready);
#endif
#if BUG == 2
    assert(ready);
#endif
    if (ready)
        got = 1;
    else
        late = 1;
    pthread_mutex_unlock(&m);
    return u;
}
static void *setter(void *u)
{
    pthread_mutex_lock(&m);
    ready = 1;
    pthread_cond_signal(&c);
    pthread_mutex_unlock(&m);
    return u;
}
int main(void)
{
    pthread_t a, b;
    pthread_create(&a, 0, waiter, 0);
    pthread_create(&b, 0, setter, 0);
    pthread_join(a, 0);
    pthread_join(b, 0);
    assert(got + late == 1);
    return 0;
}
