/* main prints a result that a thread works out. BUG 1: it does not wait.
 * 2: it waits for one of two. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int result;

static void *work(void *unused)
{
    result++;
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, work, NULL);
    pthread_create(&two, NULL, work, NULL);
    if (BUG != 1)
        pthread_join(one, NULL);
    if (BUG == 0)
        pthread_join(two, NULL);
    return BUG == 0 && result != 2;
}
