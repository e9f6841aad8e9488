/* One word for both. */
#include "meet.h"

#include <semaphore.h>

static sem_t here;

void meet_init(void)
{
    sem_init(&here, 0, 0);
}

void meet(int me)
{
    (void)me;
    sem_post(&here);
    sem_wait(&here);
}
