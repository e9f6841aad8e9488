/* Two transfers from A to B. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "bank.h"

static struct account a = {1, 100, PTHREAD_MUTEX_INITIALIZER};
static struct account b = {2, 100, PTHREAD_MUTEX_INITIALIZER};

static void *first(void *unused)
{
    transfer(&a, &b, 10);
    return unused;
}

static void *second(void *unused)
{
    transfer(&a, &b, 20);
    return unused;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, first, NULL);
    pthread_create(&two, NULL, second, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(a.balance == 70);
    assert(b.balance == 130);
    return 0;
}
