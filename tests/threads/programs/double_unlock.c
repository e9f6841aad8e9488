/* A lock is given back once. BUG 1: twice, and the second time it may be the other
 * thread's. 2: twice, by the only thread that uses it. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
static int counter;

static void *twice(void *unused)
{
    pthread_mutex_lock(&lock);
    counter++;
    pthread_mutex_unlock(&lock);
    if (BUG == 1)
        pthread_mutex_unlock(&lock);
    return unused;
}

static void *once(void *unused)
{
    pthread_mutex_lock(&lock);
    counter++;
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&own);
    pthread_mutex_unlock(&own);
    if (BUG == 2)
        pthread_mutex_unlock(&own);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, twice, NULL);
    pthread_create(&two, NULL, once, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
