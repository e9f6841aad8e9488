/* The lock is given back one line too early. */
#include "votes.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int votes[2], all;

void vote(int party)
{
    pthread_mutex_lock(&lock);
    votes[party]++;
    pthread_mutex_unlock(&lock);
    all++;
}

struct count count_votes(void)
{
    pthread_mutex_lock(&lock);
    struct count count = {{votes[0], votes[1]}, all};
    pthread_mutex_unlock(&lock);
    return count;
}
