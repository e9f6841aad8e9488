/* The way out keeps the lock. */
#include "mailbox.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static int letters; /* only with the lock held */

void put_letter(void)
{
    pthread_mutex_lock(&lock);
    letters++;
    pthread_cond_signal(&arrived);
    pthread_mutex_unlock(&lock);
}

int take_letter(void)
{
    pthread_mutex_lock(&lock);
    while (letters == 0)
        pthread_cond_wait(&arrived, &lock);
    return --letters;
}
