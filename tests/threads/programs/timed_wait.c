/* Waits for a result, but not for ever. BUG 1: takes the end of the time for the
 * result. 2: goes on after the time without the lock being its own any more: it
 * gives it back twice. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int result;

static void *work(void *unused)
{
    pthread_mutex_lock(&lock);
    result = 7;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    struct timespec until;
    pthread_t thread;
    int status = 0;

    pthread_create(&thread, NULL, work, NULL);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec++;
    pthread_mutex_lock(&lock);
    while (!result && status != ETIMEDOUT)
        status = pthread_cond_timedwait(&changed, &lock, &until);
    if (BUG == 1 || status != ETIMEDOUT)
        assert(result == 7);
    if (BUG == 2 && status == ETIMEDOUT)
        pthread_mutex_unlock(&lock);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    return 0;
}
