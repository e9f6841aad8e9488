/* A thread uses what another one prepares. BUG 1: it does not wait for it.
 * 2: the word is given before the work is done. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

static sem_t ready;
static int *table;

static void *prepare(void *unused)
{
    if (BUG == 2)
        sem_post(&ready);
    table = calloc(4, sizeof *table);
    if (BUG != 2)
        sem_post(&ready);
    return unused;
}

static void *use(void *unused)
{
    if (BUG != 1)
        sem_wait(&ready);
    assert(table != NULL);
    table[0] = 1;
    return unused;
}

int main(void)
{
    pthread_t one, two;

    sem_init(&ready, 0, 0);
    pthread_create(&one, NULL, use, NULL);
    pthread_create(&two, NULL, prepare, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    free(table);
    sem_destroy(&ready);
    return 0;
}
