/* A buffer of one place, one producer of two items, two consumers of one each.
 * BUG 1: one condition variable for "full" and "empty", and signal: the wrong one
 * is woken. 0: two of them. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t full = PTHREAD_COND_INITIALIZER;
static pthread_cond_t empty = PTHREAD_COND_INITIALIZER;
static int place, eaten;

#if BUG == 1
#define EMPTY full
#else
#define EMPTY empty
#endif

static void *produce(void *unused)
{
    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&lock);
        while (place)
            pthread_cond_wait(&EMPTY, &lock);
        place = 1;
        pthread_cond_signal(&full);
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void *consume(void *unused)
{
    pthread_mutex_lock(&lock);
    while (!place)
        pthread_cond_wait(&full, &lock);
    place = 0;
    eaten++;
    pthread_cond_signal(&EMPTY);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t one, two, three;

    pthread_create(&one, NULL, consume, NULL);
    pthread_create(&two, NULL, consume, NULL);
    pthread_create(&three, NULL, produce, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    pthread_join(three, NULL);
    assert(eaten == 2);
    return 0;
}
