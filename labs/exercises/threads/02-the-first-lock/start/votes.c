/* Yours: make it safe in every interleaving. */
#include "votes.h"

static int votes[2], all;

void vote(int party)
{
    votes[party]++;
    all++;
}

struct count count_votes(void)
{
    struct count count = {{votes[0], votes[1]}, all};
    return count;
}
