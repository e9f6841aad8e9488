/* main holds the lock of A: a transfer from A waits, one from C to D must not. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "bank.h"

static struct account a = {1, 100, PTHREAD_MUTEX_INITIALIZER};
static struct account b = {2, 100, PTHREAD_MUTEX_INITIALIZER};
static struct account c = {3, 100, PTHREAD_MUTEX_INITIALIZER};
static struct account d = {4, 100, PTHREAD_MUTEX_INITIALIZER};

static void *waits(void *unused)
{
    transfer(&a, &b, 10);
    return unused;
}

static void *goes_on(void *unused)
{
    transfer(&c, &d, 20);
    return unused;
}

int main(void)
{
    pthread_t one, two;
    pthread_mutex_lock(&a.lock);
    pthread_create(&one, NULL, waits, NULL);
    pthread_create(&two, NULL, goes_on, NULL);
    pthread_join(two, NULL);
    pthread_mutex_unlock(&a.lock);
    pthread_join(one, NULL);
    assert(c.balance == 80 && d.balance == 120);
    return 0;
}
