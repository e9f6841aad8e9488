/* A semaphore made of a mutex and a condition variable. BUG 1: `if` in place of `while`.
 * 2: nobody is woken. */
#include <assert.h>
#include <pthread.h>
typedef struct {
    int v;
    pthread_mutex_t m;
    pthread_cond_t c;
} zem_t;
static zem_t z = {2, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER};
static int inside;
static pthread_mutex_t im = PTHREAD_MUTEX_INITIALIZER;
static void P(zem_t *s)
{
    pthread_mutex_lock(&s->m);
#if BUG == 1
    if (s->v <= 0)
        pthread_cond_wait(&s->c, &s->m);
#else
    while (s->v <= 0)
        pthread_cond_wait(&s->c, &s->m);
#endif
    s->v--;
    pthread_mutex_unlock(&s->m);
}
static void V(zem_t *s)
{
    pthread_mutex_lock(&s->m);
    s->v++;
#if BUG != 2
    pthread_cond_signal(&s->c);
#endif
    pthread_mutex_unlock(&s->m);
}
static void *w(void *u)
{
    P(&z);
    pthread_mutex_lock(&im);
    assert(++inside <= 2);
    pthread_mutex_unlock(&im);
    pthread_mutex_lock(&im);
    inside--;
    pthread_mutex_unlock(&im);
    V(&z);
    return u;
}
int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], 0, w, 0);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], 0);
    return 0;
}
