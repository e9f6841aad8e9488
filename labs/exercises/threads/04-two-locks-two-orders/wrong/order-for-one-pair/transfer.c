/* The mistake: an order for the pair of the example, and for no other. */
#include "bank.h"

void transfer(struct account *from, struct account *to, long amount)
{
    struct account *first = from, *second = to;
    if (from->number == 2 && to->number == 1) {
        first = to;
        second = from;
    }
    pthread_mutex_lock(&first->lock);
    pthread_mutex_lock(&second->lock);
    from->balance -= amount;
    to->balance += amount;
    pthread_mutex_unlock(&second->lock);
    pthread_mutex_unlock(&first->lock);
}
