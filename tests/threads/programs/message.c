/* Data, then a flag that publishes it. BUG 1: the flag is relaxed, so it publishes
 * nothing. 2: flag first. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#if BUG == 1
#define AFTER  memory_order_relaxed
#define BEFORE memory_order_relaxed
#else
#define AFTER  memory_order_release
#define BEFORE memory_order_acquire
#endif

static atomic_int flag;
static int data;

static void *send(void *unused)
{
    if (BUG == 2)
        atomic_store_explicit(&flag, 1, AFTER);
    data = 42;
    if (BUG != 2)
        atomic_store_explicit(&flag, 1, AFTER);
    return unused;
}

static void *receive(void *unused)
{
    if (atomic_load_explicit(&flag, BEFORE))
        assert(data == 42);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, send, NULL);
    pthread_create(&two, NULL, receive, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
