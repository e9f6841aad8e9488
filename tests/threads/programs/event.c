/* An event that several wait for. BUG 1: one of them is woken. 2: what it tells of comes
 * after it. 3: set without the lock. */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
typedef struct {
    pthread_mutex_t m;
    pthread_cond_t c;
    bool set;
} event_t;
static event_t ev = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
                     false};
static int payload;
static void ev_wait(event_t *e)
{
    pthread_mutex_lock(&e->m);
    while (!e->set)
        pthread_cond_wait(&e->c, &e->m);
    pthread_mutex_unlock(&e->m);
}
static void ev_set(event_t *e)
{
#if BUG == 3
    e->set = true;
    pthread_cond_broadcast(&e->c);
#else
    pthread_mutex_lock(&e->m);
    e->set = true;
#if BUG == 1
    pthread_cond_signal(&e->c);
#else
    pthread_cond_broadcast(&e->c);
#endif
    pthread_mutex_unlock(&e->m);
#endif
}
static void *w(void *u)
{
    ev_wait(&ev);
    assert(payload == 42);
    return u;
}
static void *s(void *u)
{
#if BUG == 2
    ev_set(&ev);
    payload = 42;
#else
    payload = 42;
    ev_set(&ev);
#endif
    return u;
}
int main(void)
{
    pthread_t t[4];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], 0, w, 0);
    pthread_create(&t[3], 0, s, 0);
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], 0);
    return 0;
}
