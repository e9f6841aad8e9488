/* main waits until two workers are ready. BUG 1: the count goes down without the
 * lock. 2: only the first one signals. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_ready = PTHREAD_COND_INITIALIZER;
static int missing = 2;

static void *get_ready(void *unused)
{
#if BUG == 1
    int left = --missing;
    pthread_mutex_lock(&lock);
#else
    pthread_mutex_lock(&lock);
    int left = --missing;
#endif
    if (left == (BUG == 2 ? 1 : 0))
        pthread_cond_signal(&all_ready);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, get_ready, NULL);
    pthread_create(&two, NULL, get_ready, NULL);
    pthread_mutex_lock(&lock);
    while (missing > 0)
        pthread_cond_wait(&all_ready, &lock);
    pthread_mutex_unlock(&lock);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(missing == 0);
    return 0;
}
