/* Transfers between accounts, each with a lock of its own, in a circle. BUG 1: they are
 * locked in the order of the transfer, not of the numbers. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
typedef struct {
    int id;
    long money;
    pthread_mutex_t m;
} account_t;
static account_t bank[3];
static void transfer(account_t *from, account_t *to, long n)
{
#if BUG == 0
    account_t *a = from->id < to->id ? from : to,
              *b = from->id < to->id ? to : from;
#else
    account_t *a = from, *b = to;
#endif
    pthread_mutex_lock(&a->m);
    pthread_mutex_lock(&b->m);
    if (from->money >= n) {
        from->money -= n;
        to->money += n;
    }
    pthread_mutex_unlock(&b->m);
    pthread_mutex_unlock(&a->m);
}
struct job {
    int from, to;
};
static void *run(void *p)
{
    struct job *j = p;
    transfer(&bank[j->from], &bank[j->to], 10);
    free(j);
    return 0;
}
int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++) {
        bank[i].id = i;
        bank[i].money = 100;
        pthread_mutex_init(&bank[i].m, 0);
    }
    for (int i = 0; i < 3; i++) {
        struct job *j = malloc(sizeof *j);
        j->from = i;
        j->to = (i + 1) % 3;
        pthread_create(&t[i], 0, run, j);
    }
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], 0);
    long sum = 0;
    for (int i = 0; i < 3; i++) {
        sum += bank[i].money;
        pthread_mutex_destroy(&bank[i].m);
    }
    assert(sum == 300);
    return 0;
}
