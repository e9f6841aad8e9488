/* Two threads, two locks, opposite order. */
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void *pay(void *unused)
{
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
    return unused;
}

static void *refund(void *unused)
{
    pthread_mutex_lock(&b);
    pthread_mutex_lock(&a);
    pthread_mutex_unlock(&a);
    pthread_mutex_unlock(&b);
    return unused;
}

static pthread_t one, two;

int main(void)
{
    pthread_create(&one, NULL, pay, NULL);
    pthread_create(&two, NULL, refund, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
