/* The compiler's own atomics on plain variables: a spin lock. BUG 1: test and set
 * are two steps. 2: the lock is given back by an ordinary store. */
#include <assert.h>
#include <pthread.h>

static char taken;
static int counter;

static void *add(void *unused)
{
#if BUG == 1
    while (__atomic_load_n(&taken, __ATOMIC_SEQ_CST))
        ;
    __atomic_store_n(&taken, 1, __ATOMIC_SEQ_CST);
#else
    while (__atomic_test_and_set(&taken, __ATOMIC_ACQUIRE))
        ;
#endif
    counter++;
#if BUG == 2
    taken = 0;
#else
    __atomic_clear(&taken, __ATOMIC_RELEASE);
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
