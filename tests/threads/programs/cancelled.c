/* A thread that can be cancelled while it waits gives its lock back. BUG 1: it has
 * no cleanup handler, so the lock stays with a thread that is gone. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

static void give_back(void *mutex)
{
    pthread_mutex_unlock(mutex);
}

static void *wait_for_ever(void *unused)
{
    pthread_mutex_lock(&lock);
#if BUG == 0
    pthread_cleanup_push(give_back, &lock);
#endif
    for (;;)
        pthread_cond_wait(&never, &lock);
#if BUG == 0
    pthread_cleanup_pop(1);
#endif
    (void)give_back;
    return unused;
}

int main(void)
{
    void *result;
    pthread_t thread;

    pthread_create(&thread, NULL, wait_for_ever, NULL);
    pthread_cancel(thread);
    pthread_join(thread, &result);
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    return result != PTHREAD_CANCELED;
}
