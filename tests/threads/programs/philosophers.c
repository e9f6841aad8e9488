/* Three philosophers, three forks, and a gate that lets only one reach for them:
 * each takes his left fork first, and still no ring can close. BUG 1: no gate.
 * 2: the gate is given back between the two forks. */
#include <pthread.h>

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t forks[3] = {
    PTHREAD_MUTEX_INITIALIZER,
    PTHREAD_MUTEX_INITIALIZER,
    PTHREAD_MUTEX_INITIALIZER,
};

static void *dine(void *seat)
{
    int left = *(int *)seat, right = (left + 1) % 3;

    if (BUG != 1)
        pthread_mutex_lock(&gate);
    pthread_mutex_lock(&forks[left]);
    if (BUG == 2)
        pthread_mutex_unlock(&gate);
    pthread_mutex_lock(&forks[right]);
    if (BUG == 0)
        pthread_mutex_unlock(&gate);
    pthread_mutex_unlock(&forks[right]);
    pthread_mutex_unlock(&forks[left]);
    return NULL;
}

int main(void)
{
    static int seats[3] = {0, 1, 2};
    pthread_t threads[3];

    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, dine, &seats[i]);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
