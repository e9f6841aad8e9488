/* Readers together, a writer alone: the first reader takes the room, the last one
 * gives it back. BUG 1: the count of readers has no lock. 2: every reader takes the
 * room, and the last one only gives it back. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t room;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int readers, value;

static void count(int change)
{
    if (BUG != 1)
        pthread_mutex_lock(&lock);
    if (change > 0 && (readers == 0 || BUG == 2))
        sem_wait(&room);
    readers += change;
    if (change < 0 && readers == 0)
        sem_post(&room);
    if (BUG != 1)
        pthread_mutex_unlock(&lock);
}

static void *reader(void *unused)
{
    count(1);
    int before = value;
    assert(value == before);
    count(-1);
    return unused;
}

static void *writer(void *unused)
{
    sem_wait(&room);
    value++;
    sem_post(&room);
    return unused;
}

int main(void)
{
    pthread_t threads[3];

    sem_init(&room, 0, 1);
    pthread_create(&threads[0], NULL, reader, NULL);
    pthread_create(&threads[1], NULL, reader, NULL);
    pthread_create(&threads[2], NULL, writer, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
