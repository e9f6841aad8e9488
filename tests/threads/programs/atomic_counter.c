/* Atomic additions. BUG 1: load and store are atomic, and the addition is not.
 * 2: one compare-and-swap, and no second try. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int counter;

static void *add(void *unused)
{
#if BUG == 1
    int seen = atomic_load(&counter);
    atomic_store(&counter, seen + 1);
#elif BUG == 2
    int seen = atomic_load(&counter);
    atomic_compare_exchange_strong(&counter, &seen, seen + 1);
#else
    atomic_fetch_add(&counter, 1);
#endif
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, add, NULL);
    pthread_create(&two, NULL, add, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(counter == 2);
    return 0;
}
