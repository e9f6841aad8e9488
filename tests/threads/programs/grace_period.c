/* A pointer is replaced, and the old object freed when nobody reads it any more.
 * BUG 1: nobody waits for readers. 2: a reader counts itself too late. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
struct conf {
    int x, y;
};
static _Atomic(struct conf *) cur;
static atomic_int readers;
static void *reader(void *u)
{
#if BUG != 2
    atomic_fetch_add(&readers, 1);
#endif
    struct conf *c = atomic_load(&cur);
#if BUG == 2
    atomic_fetch_add(&readers, 1);
#endif
    assert(c->x == c->y);
    atomic_fetch_sub(&readers, 1);
    return u;
}
static void *updater(void *u)
{
    struct conf *n = malloc(sizeof *n), *old;
    n->x = n->y = 2;
    old = atomic_exchange(&cur, n);
#if BUG != 1
    while (atomic_load(&readers))
        ;
#endif
    free(old);
    return u;
}
int main(void)
{
    pthread_t r1, r2, w;
    struct conf *c = malloc(sizeof *c);
    c->x = c->y = 1;
    atomic_store(&cur, c);
    pthread_create(&r1, 0, reader, 0);
    pthread_create(&w, 0, updater, 0);
    pthread_create(&r2, 0, reader, 0);
    pthread_join(r1, 0);
    pthread_join(w, 0);
    pthread_join(r2, 0);
    free(atomic_load(&cur));
    return 0;
}
