/* Two threads, two locks. BUG 1: opposite order. 2: one lock is kept. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int both;

static void *there(void *unused)
{
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);
    both++;
    pthread_mutex_unlock(&b);
#if BUG != 2
    pthread_mutex_unlock(&a);
#endif
    return unused;
}

static void *back(void *unused)
{
    pthread_mutex_lock(BUG == 1 ? &b : &a);
    pthread_mutex_lock(BUG == 1 ? &a : &b);
    both++;
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, there, NULL);
    pthread_create(&two, NULL, back, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(both == 2);
    return 0;
}
