/* Workers take jobs until the queue is closed. BUG 1: closing wakes one worker
 * only. 2: closing wakes nobody. 3: a worker looks at the jobs without the lock. */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int jobs, done;
static bool closed;

static void *worker(void *unused)
{
    if (BUG == 3 && jobs == 0)
        return unused;
    pthread_mutex_lock(&lock);
    for (;;) {
        while (jobs == 0 && !closed)
            pthread_cond_wait(&changed, &lock);
        if (jobs == 0)
            break;
        jobs--;
        done++;
    }
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, worker, NULL);
    pthread_create(&two, NULL, worker, NULL);
    pthread_mutex_lock(&lock);
    jobs = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    closed = true;
    if (BUG == 1)
        pthread_cond_signal(&changed);
    else if (BUG != 2)
        pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(done == 1);
    return 0;
}
