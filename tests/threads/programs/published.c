/* An object made once, with double checking. BUG 1: the pointer is plain. 2: the second
 * check is missing. 3: published before it is filled in. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
struct cfg {
    int port, ready;
};
#if BUG == 1
static struct cfg *inst;
#define LOAD()     inst
#define PUBLISH(p) inst = (p)
#else
static _Atomic(struct cfg *) inst;
#define LOAD()     atomic_load_explicit(&inst, memory_order_acquire)
#define PUBLISH(p) atomic_store_explicit(&inst, (p), memory_order_release)
#endif
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int made;
static struct cfg *get(void)
{
    struct cfg *p = LOAD();
    if (!p) {
        pthread_mutex_lock(&m);
#if BUG != 2
        p = LOAD();
#endif
        if (!p) {
            p = malloc(sizeof *p);
            made++;
#if BUG == 3
            PUBLISH(p);
            p->port = 80;
            p->ready = 1;
#else
            p->port = 80;
            p->ready = 1;
            PUBLISH(p);
#endif
        }
        pthread_mutex_unlock(&m);
    }
    return p;
}
static void *use(void *u)
{
    struct cfg *c = get();
    assert(c->ready && c->port == 80);
    return u;
}
int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], 0, use, 0);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], 0);
    assert(made == 1);
    return 0;
}
