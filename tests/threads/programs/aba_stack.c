/* A stack without locks: the head is changed by compare-and-swap. One thread
 * takes one node; the other takes two and gives the first one back. BUG 1: the
 * head has no version, so a head that went away and came back is not noticed
 * (ABA). 2: no compare at all. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

enum { NOTHING = 0, VERSION = BUG == 1 ? 0 : 16 };

static atomic_int head = 1; /* node, and a version above it */
static atomic_int below[3] = {0, 2, NOTHING}; /* node 1 lies on node 2 */
static atomic_int owners[3];

static int pop(void)
{
    int seen = atomic_load(&head), next;

    do {
        if (seen % 16 == NOTHING)
            return NOTHING;
        next = seen - seen % 16 + VERSION + atomic_load(&below[seen % 16]);
#if BUG == 2
        atomic_store(&head, next);
        break;
#endif
    } while (!atomic_compare_exchange_strong(&head, &seen, next));
    return seen % 16;
}

static void push(int node)
{
    int seen = atomic_load(&head);

    do {
        atomic_store(&below[node], seen % 16);
    } while (!atomic_compare_exchange_strong(
        &head, &seen, seen - seen % 16 + VERSION + node));
}

static void take(int node)
{
    if (node != NOTHING)
        assert(atomic_fetch_add(&owners[node], 1) == 0);
}

static void *one_node(void *unused)
{
    take(pop());
    take(pop());
    return unused;
}

static void *two_nodes(void *unused)
{
    int first = pop(), second = pop();

    take(second);
    if (first != NOTHING)
        push(first);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, one_node, NULL);
    pthread_create(&two, NULL, two_nodes, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
