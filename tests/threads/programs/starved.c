/* A thread works again and again until another one, which needs the lock once, says stop.
 * BUG 1: the lock is a test and set, and may pass over the other one for ever. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int done;
static int work;

#if BUG == 1
static atomic_flag held = ATOMIC_FLAG_INIT;

static void lock(int me)
{
    (void)me;
    while (atomic_flag_test_and_set(&held))
        ;
}

static void unlock(int me)
{
    (void)me;
    atomic_flag_clear(&held);
}
#else
static atomic_int wants[2], turn;

static void lock(int me)
{
    atomic_store(&wants[me], 1);
    atomic_store(&turn, 1 - me);
    while (atomic_load(&wants[1 - me]) && atomic_load(&turn) == 1 - me)
        ;
}

static void unlock(int me)
{
    atomic_store(&wants[me], 0);
}
#endif

static void *again(void *unused)
{
    while (!atomic_load(&done)) {
        lock(0);
        work = 1;
        unlock(0);
    }
    return unused;
}

static void *once(void *unused)
{
    lock(1);
    work = 2;
    unlock(1);
    atomic_store(&done, 1);
    return unused;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, again, NULL);
    pthread_create(&two, NULL, once, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
