/* Opposite orders, but who does not get the second lock gives the first one back
 * and begins again. BUG 1: it waits. 2: it tries again and keeps the first. */
#include <assert.h>
#include <pthread.h>
#include <sched.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void take_both(pthread_mutex_t *first, pthread_mutex_t *second)
{
#if BUG == 1
    pthread_mutex_lock(first);
    pthread_mutex_lock(second);
#elif BUG == 2
    pthread_mutex_lock(first);
    while (pthread_mutex_trylock(second) != 0)
        sched_yield();
#else
    for (;;) {
        pthread_mutex_lock(first);
        if (pthread_mutex_trylock(second) == 0)
            return;
        pthread_mutex_unlock(first);
        sched_yield();
    }
#endif
}

static void *there(void *unused)
{
    take_both(&a, &b);
    count++;
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
    return unused;
}

static void *back(void *unused)
{
    take_both(&b, &a);
    count++;
    pthread_mutex_unlock(&a);
    pthread_mutex_unlock(&b);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, there, NULL);
    pthread_create(&two, NULL, back, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(count == 2);
    return 0;
}
