/* A spin lock of the system. BUG 1: one thread goes in without it. 2: it is not
 * given back. */
#include <assert.h>
#include <pthread.h>

static pthread_spinlock_t lock;
static int counter;

static void *add(void *careless)
{
    if (!careless)
        pthread_spin_lock(&lock);
    counter++;
    if (!careless && BUG != 2)
        pthread_spin_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t one, two;

    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    pthread_create(&one, NULL, add, NULL);
    pthread_create(&two, NULL, add, BUG == 1 ? &counter : NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(counter == 2);
    return 0;
}
