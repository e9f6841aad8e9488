/* A semaphore as a lock. BUG 1: it begins at 2. 2: at 0. 3: it is posted once too
 * often. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t lock;
static int counter;

static void *add(void *unused)
{
    if (BUG == 3)
        sem_post(&lock);
    sem_wait(&lock);
    counter++;
    sem_post(&lock);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    sem_init(&lock, 0, BUG == 1 ? 2 : BUG == 2 ? 0 : 1);
    pthread_create(&one, NULL, add, NULL);
    pthread_create(&two, NULL, add, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(counter == 2);
    return 0;
}
