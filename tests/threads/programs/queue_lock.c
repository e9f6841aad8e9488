/* The lock of J. Mellor-Crummey and M. Scott. BUG 1: who finds nobody behind it does not
 * wait for one who is coming. 2: the next one is not told. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
struct q {
    _Atomic(struct q *) next;
    atomic_int wait;
};
static _Atomic(struct q *) tail;
static int n;
static void lock(struct q *me)
{
    me->next = 0;
    me->wait = 1;
    struct q *p = atomic_exchange(&tail, me);
    if (p) {
        p->next = me;
        while (me->wait)
            ;
    }
}
static void unlock(struct q *me)
{
    if (!me->next) {
        struct q *e = me;
        if (atomic_compare_exchange_strong(&tail, &e, 0))
            return;
#if BUG == 1
        return;
#else
        while (!me->next)
            ;
#endif
    }
    struct q *nx = me->next;
    nx->wait = 0;
}
static void *w(void *u)
{
    struct q me;
    lock(&me);
    n++;
#if BUG == 2
    struct q *e = &me;
    atomic_compare_exchange_strong(&tail, &e, 0);
    return u;
#endif
    unlock(&me);
    return u;
}
int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], 0, w, 0);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], 0);
    assert(n == 3);
    return 0;
}
