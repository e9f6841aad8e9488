/* The lock is given back too early. */
#include "buffer.h"

#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER;
static bool full; /* only with the lock held, and place too */
static int place;

void put(int number)
{
    pthread_mutex_lock(&lock);
    while (full)
        pthread_cond_wait(&not_full, &lock);
    place = number;
    pthread_mutex_unlock(&lock);
    full = true;
    pthread_mutex_lock(&lock);
    pthread_cond_signal(&not_empty);
    pthread_mutex_unlock(&lock);
}

int take(void)
{
    pthread_mutex_lock(&lock);
    while (!full)
        pthread_cond_wait(&not_empty, &lock);
    int number = place;
    full = false;
    pthread_cond_signal(&not_full);
    pthread_mutex_unlock(&lock);
    return number;
}
