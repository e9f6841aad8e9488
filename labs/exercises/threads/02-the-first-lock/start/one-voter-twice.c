/* One thread votes twice, main looks at the end. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "votes.h"

static void *voter(void *unused)
{
    vote(0);
    vote(1);
    return unused;
}

int main(void)
{
    pthread_t one;
    pthread_create(&one, NULL, voter, NULL);
    pthread_join(one, NULL);
    struct count count = count_votes();
    assert(count.party[0] == 1 && count.party[1] == 1);
    assert(count.all == 2);
    return 0;
}
