/* The lock is a local variable. */
#include "votes.h"

#include <pthread.h>

static int votes[2], all;

void vote(int party)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    votes[party]++;
    all++;
    pthread_mutex_unlock(&lock);
}

struct count count_votes(void)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    struct count count = {{votes[0], votes[1]}, all};
    pthread_mutex_unlock(&lock);
    return count;
}
