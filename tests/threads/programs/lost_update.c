/* Two threads add one. BUG 1: without a lock. 2: only one of them locks. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int counter;

static void *careful(void *unused)
{
    pthread_mutex_lock(&lock);
    counter++;
    pthread_mutex_unlock(&lock);
    return unused;
}

static void *careless(void *unused)
{
    counter++;
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, BUG == 1 ? careless : careful, NULL);
    pthread_create(&two, NULL, BUG != 0 ? careless : careful, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(counter == 2);
    return 0;
}
