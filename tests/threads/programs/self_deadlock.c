/* A function that locks calls another one that does too: with a recursive lock.
 * BUG 1: with an ordinary one. 2: given back once only. */
#define _GNU_SOURCE
#include <pthread.h>

#if BUG == 1
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
#else
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
#endif
static int value;

static void inner(void)
{
    pthread_mutex_lock(&lock);
    value++;
    if (BUG != 2)
        pthread_mutex_unlock(&lock);
}

static void *outer(void *unused)
{
    pthread_mutex_lock(&lock);
    inner();
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, outer, NULL);
    pthread_create(&two, NULL, outer, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return value != 2;
}
