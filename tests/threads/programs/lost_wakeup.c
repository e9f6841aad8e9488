/* Wait until there is work. BUG 1: waits without a look at the condition, so a
 * signal that came before is lost. 2: the condition is changed without the lock.
 * 3: nobody signals. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static atomic_int work; /* atomic, so that BUG 2 is no data race */

static void *boss(void *unused)
{
#if BUG == 2
    work = 1;
    pthread_cond_signal(&changed);
#else
    pthread_mutex_lock(&lock);
    work = 1;
#if BUG != 3
    pthread_cond_signal(&changed);
#endif
    pthread_mutex_unlock(&lock);
#endif
    return unused;
}

static void *worker(void *unused)
{
    pthread_mutex_lock(&lock);
#if BUG == 1
    pthread_cond_wait(&changed, &lock);
#else
    while (!work)
        pthread_cond_wait(&changed, &lock);
#endif
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, worker, NULL);
    pthread_create(&two, NULL, boss, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
