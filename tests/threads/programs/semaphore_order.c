/* A buffer of one place with two semaphores and a lock. BUG 1: the producer takes
 * the lock first and waits with it held. 2: the consumer forgets to post. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t slots, items;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void *produce(void *unused)
{
    for (int i = 0; i < 2; i++) {
#if BUG == 1
        pthread_mutex_lock(&lock);
        sem_wait(&slots);
#else
        sem_wait(&slots);
        pthread_mutex_lock(&lock);
#endif
        count++;
        assert(count == 1);
        pthread_mutex_unlock(&lock);
        sem_post(&items);
    }
    return unused;
}

static void *consume(void *unused)
{
    for (int i = 0; i < 2; i++) {
        sem_wait(&items);
        pthread_mutex_lock(&lock);
        count--;
        pthread_mutex_unlock(&lock);
        if (BUG != 2)
            sem_post(&slots);
    }
    return unused;
}

int main(void)
{
    pthread_t one, two;

    sem_init(&slots, 0, 1);
    sem_init(&items, 0, 0);
    pthread_create(&one, NULL, produce, NULL);
    pthread_create(&two, NULL, consume, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
