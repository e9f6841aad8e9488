/* Savages eat from a pot; who finds it empty wakes the cook and waits. BUG 1: two
 * may wake him, and the pot runs over. 2: the cook is not waited for. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

enum { POT = 1, SAVAGES = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t empty, full;
static int servings;

static void *savage(void *unused)
{
    pthread_mutex_lock(&lock);
    if (servings == 0) {
        if (BUG == 1)
            pthread_mutex_unlock(&lock);
        sem_post(&empty);
        if (BUG != 2)
            sem_wait(&full);
        if (BUG == 1)
            pthread_mutex_lock(&lock);
    }
    servings--;
    assert(servings >= 0);
    pthread_mutex_unlock(&lock);
    return unused;
}

static void *cook(void *unused)
{
    for (int i = 0; i < SAVAGES / POT; i++) {
        sem_wait(&empty);
        if (BUG == 1)
            pthread_mutex_lock(&lock);
        assert(servings == 0);
        servings = POT;
        if (BUG == 1)
            pthread_mutex_unlock(&lock);
        sem_post(&full);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[SAVAGES], chef;

    sem_init(&empty, 0, 0);
    sem_init(&full, 0, 0);
    pthread_create(&chef, NULL, cook, NULL);
    for (int i = 0; i < SAVAGES; i++)
        pthread_create(&threads[i], NULL, savage, NULL);
    for (int i = 0; i < SAVAGES; i++)
        pthread_join(threads[i], NULL);
    pthread_join(chef, NULL);
    return 0;
}
