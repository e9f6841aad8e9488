/* Two threads vote for the same party. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "votes.h"

static void *voter(void *unused)
{
    vote(0);
    return unused;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, voter, NULL);
    pthread_create(&two, NULL, voter, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    struct count count = count_votes();
    assert(count.party[0] == 2);
    assert(count.all == 2);
    return 0;
}
