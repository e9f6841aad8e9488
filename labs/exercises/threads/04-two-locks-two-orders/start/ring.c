/* A to B, B to C, C to A. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "bank.h"

static struct account a = {1, 100, PTHREAD_MUTEX_INITIALIZER};
static struct account b = {2, 100, PTHREAD_MUTEX_INITIALIZER};
static struct account c = {3, 100, PTHREAD_MUTEX_INITIALIZER};

static void *first(void *unused)
{
    transfer(&a, &b, 10);
    return unused;
}

static void *second(void *unused)
{
    transfer(&b, &c, 20);
    return unused;
}

static void *third(void *unused)
{
    transfer(&c, &a, 30);
    return unused;
}

int main(void)
{
    pthread_t one, two, three;
    pthread_create(&one, NULL, first, NULL);
    pthread_create(&two, NULL, second, NULL);
    pthread_create(&three, NULL, third, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    pthread_join(three, NULL);
    assert(a.balance == 120 && b.balance == 90 && c.balance == 90);
    return 0;
}
