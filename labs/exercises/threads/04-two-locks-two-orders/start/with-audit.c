/* A transfer beside an audit. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "bank.h"

static struct account a = {1, 100, PTHREAD_MUTEX_INITIALIZER};
static struct account b = {2, 100, PTHREAD_MUTEX_INITIALIZER};

static void *first(void *unused)
{
    transfer(&b, &a, 10);
    return unused;
}

static void *second(void *unused)
{
    assert(audit(&a, &b) == 200);
    return unused;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, first, NULL);
    pthread_create(&two, NULL, second, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(a.balance == 110);
    assert(b.balance == 90);
    return 0;
}
