/* The queue of M. Michael and M. Scott. BUG 1: a node is linked without
 * comparing. 2: taken without comparing. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
struct n {
    int v;
    _Atomic(struct n *) next;
};
static _Atomic(struct n *) head, tail;
static struct n *mk(int v)
{
    struct n *x = malloc(sizeof *x);
    x->v = v;
    atomic_init(&x->next, NULL);
    return x;
}
static void enq(int v)
{
    struct n *x = mk(v);
    for (;;) {
        struct n *t = atomic_load(&tail), *nx = atomic_load(&t->next);
        if (t != atomic_load(&tail))
            continue;
        if (nx) {
            atomic_compare_exchange_strong(&tail, &t, nx);
            continue;
        }
#if BUG == 1
        atomic_store(&t->next, x);
        atomic_compare_exchange_strong(&tail, &t, x);
        return;
#else
        if (atomic_compare_exchange_strong(&t->next, &nx, x)) {
            atomic_compare_exchange_strong(&tail, &t, x);
            return;
        }
#endif
    }
}
static int deq(void)
{
    for (;;) {
        struct n *h = atomic_load(&head), *t = atomic_load(&tail),
                 *nx = atomic_load(&h->next);
        if (h != atomic_load(&head))
            continue;
        if (h == t) {
            if (!nx)
                return 0;
            atomic_compare_exchange_strong(&tail, &t, nx);
            continue;
        }
        int v = nx->v;
#if BUG == 2
        atomic_store(&head, nx);
        return v;
#else
        if (atomic_compare_exchange_strong(&head, &h, nx))
            return v;
#endif
    }
}
static atomic_int sum;
static void *p(void *a)
{
    enq((int)(long)a);
    atomic_fetch_add(&sum, deq());
    return 0;
}
int main(void)
{
    pthread_t a, b;
    struct n *d = mk(0);
    atomic_store(&head, d);
    atomic_store(&tail, d);
    pthread_create(&a, 0, p, (void *)1L);
    pthread_create(&b, 0, p, (void *)2L);
    pthread_join(a, 0);
    pthread_join(b, 0);
    int v;
    while ((v = deq()))
        sum += v;
    assert(sum == 3);
    return 0;
}
