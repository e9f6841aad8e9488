/* R. K. Treiber's stack. BUG 1: a push stores without comparing. 2: a node is freed that
 * another thread may read. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
typedef struct node {
    int v;
    struct node *next;
} node;
static _Atomic(node *) top;
static void push(int v)
{
    node *n = malloc(sizeof *n);
    n->v = v;
#if BUG == 1
    n->next = atomic_load(&top);
    atomic_store(&top, n);
#else
    node *o = atomic_load(&top);
    do
        n->next = o;
    while (!atomic_compare_exchange_weak(&top, &o, n));
#endif
}
static node *pop(void)
{
    node *o = atomic_load(&top);
    while (o && !atomic_compare_exchange_weak(&top, &o, o->next))
        ;
    return o;
}
static atomic_int popped;
static void *th(void *a)
{
    push((int)(long)a);
    node *n = pop();
    assert(n);
    atomic_fetch_add(&popped, n->v);
#if BUG == 2
    free(n);
#endif
    return 0;
}
int main(void)
{
    pthread_t a, b;
    pthread_create(&a, 0, th, (void *)1L);
    pthread_create(&b, 0, th, (void *)2L);
    pthread_join(a, 0);
    pthread_join(b, 0);
    assert(popped == 3 && !atomic_load(&top));
    return 0;
}
