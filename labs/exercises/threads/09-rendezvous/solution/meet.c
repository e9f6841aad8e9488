/* I am here. Are you? */
#include "meet.h"

#include <semaphore.h>

static sem_t here[2];

void meet_init(void)
{
    sem_init(&here[0], 0, 0);
    sem_init(&here[1], 0, 0);
}

void meet(int me)
{
    sem_post(&here[me]);
    sem_wait(&here[1 - me]);
}
