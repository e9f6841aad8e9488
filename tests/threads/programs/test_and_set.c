/* A lock made of an atomic flag. BUG 1: test, then set. 2: somebody does not
 * test. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static atomic_bool taken;
static int counter;

static void lock(void)
{
#if BUG == 1
    while (atomic_load(&taken))
        ;
    atomic_store(&taken, true);
#elif BUG == 2
    atomic_store(&taken, true);
#else
    while (atomic_exchange(&taken, true))
        ;
#endif
}

static void *add(void *unused)
{
    lock();
    counter++;
    atomic_store(&taken, false);
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
