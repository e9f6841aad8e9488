/* A leader and a follower dance in pairs. BUG 1: a follower waits for a leader and
 * forgets to say that he is there. */
#include <pthread.h>
#include <semaphore.h>

static sem_t leaders, followers;

static void *leader(void *unused)
{
    sem_post(&leaders);
    sem_wait(&followers);
    return unused;
}

static void *follower(void *unused)
{
    if (BUG != 1)
        sem_post(&followers);
    sem_wait(&leaders);
    return unused;
}

int main(void)
{
    pthread_t threads[4];

    sem_init(&leaders, 0, 0);
    sem_init(&followers, 0, 0);
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, i % 2 ? leader : follower, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
