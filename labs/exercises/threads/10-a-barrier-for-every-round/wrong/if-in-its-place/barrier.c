/* The wait is asked once. */
#include "barrier.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_here = PTHREAD_COND_INITIALIZER;
static int here, round_number; /* only with the lock held */

void barrier(void)
{
    pthread_mutex_lock(&lock);
    int mine = round_number;
    here++;
    if (here == walkers) {
        here = 0;
        round_number++;
        pthread_cond_broadcast(&all_here);
    } else {
        if (mine == round_number)
            pthread_cond_wait(&all_here, &lock);
    }
    pthread_mutex_unlock(&lock);
}
