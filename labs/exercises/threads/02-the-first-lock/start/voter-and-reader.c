/* One thread votes while main counts. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "votes.h"

static void *voter(void *unused)
{
    vote(1);
    return unused;
}

int main(void)
{
    pthread_t one;
    pthread_create(&one, NULL, voter, NULL);
    struct count count = count_votes();
    assert(count.party[0] + count.party[1] == count.all);
    pthread_join(one, NULL);
    return 0;
}
