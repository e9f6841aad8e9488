/* Money is taken if there is enough. BUG 1: look and take are two critical
 * sections. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int balance = 10;

static int enough(int amount)
{
    pthread_mutex_lock(&lock);
    int yes = balance >= amount;
    pthread_mutex_unlock(&lock);
    return yes;
}

static void take(int amount)
{
    pthread_mutex_lock(&lock);
    if (BUG == 1 || balance >= amount)
        balance -= amount;
    assert(balance >= 0);
    pthread_mutex_unlock(&lock);
}

static void *customer(void *unused)
{
    if (enough(7))
        take(7);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, customer, NULL);
    pthread_create(&two, NULL, customer, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
