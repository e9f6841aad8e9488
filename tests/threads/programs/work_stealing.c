/* A queue of work: its owner takes from one end, a thief from the other. When one
 * item is left, both want the same. BUG 1: the owner does not compare when it
 * takes the last one. 2: the thief does not compare. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int top, bottom = 2; /* items at top … bottom - 1 */
static atomic_int taken[2];

static void take(int item)
{
    assert(atomic_fetch_add(&taken[item], 1) == 0);
}

static int owner_takes(void)
{
    int end = atomic_load(&bottom) - 1, begin;

    atomic_store(&bottom, end);
    begin = atomic_load(&top);
    if (begin < end)
        return end;
    if (begin == end) {
        int won = BUG == 1 ||
                  atomic_compare_exchange_strong(&top, &begin, begin + 1);
        atomic_store(&bottom, end + 1);
        return won ? end : -1;
    }
    atomic_store(&bottom, end + 1);
    return -1;
}

static void *thief(void *unused)
{
    int begin = atomic_load(&top), end = atomic_load(&bottom);

    if (begin >= end)
        return unused;
    if (BUG == 2)
        atomic_store(&top, begin + 1);
    else if (!atomic_compare_exchange_strong(&top, &begin, begin + 1))
        return unused;
    take(begin);
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, thief, NULL);
    for (int i = 0; i < 2; i++) {
        int item = owner_takes();
        if (item >= 0)
            take(item);
    }
    pthread_join(thread, NULL);
    return 0;
}
