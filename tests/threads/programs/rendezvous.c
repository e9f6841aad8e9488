/* Each does its first half before the other does its second one. BUG 1: both wait
 * before they say that they are there. 2: one of them waits for itself. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t here[2];
static int first_half[2];

static void *walk(void *number)
{
    int me = *(int *)number, other = 1 - me;

    first_half[me] = 1;
    if (BUG == 1) {
        sem_wait(&here[other]);
        sem_post(&here[me]);
    } else {
        sem_post(&here[me]);
        sem_wait(&here[BUG == 2 ? me : other]);
    }
    assert(first_half[other] == 1);
    return NULL;
}

int main(void)
{
    static int numbers[2] = {0, 1};
    pthread_t one, two;

    sem_init(&here[0], 0, 0);
    sem_init(&here[1], 0, 0);
    pthread_create(&one, NULL, walk, &numbers[0]);
    pthread_create(&two, NULL, walk, &numbers[1]);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
