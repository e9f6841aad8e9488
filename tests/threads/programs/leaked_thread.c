/* Every thread is joined or detached. BUG 1: one is neither. */
#include <pthread.h>
#include <semaphore.h>

static sem_t done;

static void *work(void *unused)
{
    sem_post(&done);
    return unused;
}

int main(void)
{
    pthread_t thread;

    sem_init(&done, 0, 0);
    pthread_create(&thread, NULL, work, NULL);
    sem_wait(&done);
    if (BUG != 1)
        pthread_join(thread, NULL);
    return 0;
}
