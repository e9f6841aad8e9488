/* A detached thread gets a number. BUG 1: its address, in the frame of a function
 * that returns. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>

static sem_t seen;

static void *show(void *argument)
{
#if BUG == 0
    int number = (int)(intptr_t)argument;
#else
    int number = *(int *)argument;
#endif
    assert(number == 5);
    sem_post(&seen);
    return NULL;
}

static void start(void)
{
    int number = 5;
    pthread_t thread;

#if BUG == 0
    pthread_create(&thread, NULL, show, (void *)(intptr_t)number);
#else
    pthread_create(&thread, NULL, show, &number);
#endif
    pthread_detach(thread);
}

static int other_work(int x)
{
    int numbers[4] = {x, x, x, x};
    volatile int *first = numbers;

    return first[0] + first[3];
}

int main(void)
{
    sem_init(&seen, 0, 0);
    start();
    other_work(1);
    sem_wait(&seen);
    pthread_exit(NULL);
}
