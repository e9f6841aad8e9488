/* A condition variable is destroyed when nobody waits on it. BUG 1: somebody may
 * still wait. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static int ready;

static void *wait_for_it(void *unused)
{
    pthread_mutex_lock(&lock);
    while (!ready)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_cond_init(&changed, NULL);
    pthread_create(&thread, NULL, wait_for_it, NULL);
    if (BUG == 1)
        pthread_cond_destroy(&changed);
    pthread_mutex_lock(&lock);
    ready = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    if (BUG != 1)
        pthread_cond_destroy(&changed);
    return 0;
}
