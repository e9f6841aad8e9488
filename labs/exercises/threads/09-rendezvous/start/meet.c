/* Yours: nobody waits yet. */
#include "meet.h"

#include <semaphore.h>

void meet_init(void)
{
}

void meet(int me)
{
    (void)me;
}
