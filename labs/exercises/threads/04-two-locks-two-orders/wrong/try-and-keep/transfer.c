/* The mistake: it never waits for the second lock, and never gives up the first. */
#include "bank.h"

void transfer(struct account *from, struct account *to, long amount)
{
    pthread_mutex_lock(&from->lock);
    while (pthread_mutex_trylock(&to->lock) != 0)
        ;
    from->balance -= amount;
    to->balance += amount;
    pthread_mutex_unlock(&to->lock);
    pthread_mutex_unlock(&from->lock);
}
