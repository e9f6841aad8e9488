/* A bank of accounts. Each one has a lock that guards its balance. */
#ifndef BANK_H
#define BANK_H

#include <pthread.h>

struct account {
    int number;           /* 1, 2, 3 …: no two are the same */
    long balance;         /* only with the lock held */
    pthread_mutex_t lock;
};

/* Moves an amount. The two accounts are never the same one. */
void transfer(struct account *from, struct account *to, long amount);

/* The sum of two accounts, x having the smaller number. */
long audit(struct account *x, struct account *y);

#endif
