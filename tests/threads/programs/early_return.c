/* Every way out gives the lock back. BUG 1: the way out of the error does not. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int money = 1;

static int withdraw(void)
{
    pthread_mutex_lock(&lock);
    if (money == 0) {
        if (BUG != 1)
            pthread_mutex_unlock(&lock);
        return -1;
    }
    money--;
    pthread_mutex_unlock(&lock);
    return 0;
}

static void *customer(void *unused)
{
    withdraw();
    return unused;
}

int main(void)
{
    pthread_t threads[3];

    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, customer, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
