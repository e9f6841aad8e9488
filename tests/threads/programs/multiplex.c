/* At most two of three are inside. BUG 1: the semaphore begins at three. 2: who
 * leaves posts before the work is done. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

static sem_t places;
static atomic_int inside;

static void *visit(void *unused)
{
    sem_wait(&places);
    if (BUG == 2)
        sem_post(&places);
    assert(atomic_fetch_add(&inside, 1) < 2);
    atomic_fetch_sub(&inside, 1);
    if (BUG != 2)
        sem_post(&places);
    return unused;
}

int main(void)
{
    pthread_t threads[3];

    sem_init(&places, 0, BUG == 1 ? 3 : 2);
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, visit, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
