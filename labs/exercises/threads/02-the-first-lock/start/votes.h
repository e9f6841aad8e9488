/* Votes for two parties, counted by several threads. */
#ifndef VOTES_H
#define VOTES_H

struct count {
    int party[2];
    int all; /* the sum of both, at every moment that anybody can see */
};

void vote(int party); /* 0 or 1 */
struct count count_votes(void);

#endif
