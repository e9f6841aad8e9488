/* Three threads, each takes two neighbouring locks of three. The one that breaks
 * the ring takes its second first. BUG 1: nobody breaks it. */
#include <pthread.h>

static pthread_mutex_t locks[3] = {
    PTHREAD_MUTEX_INITIALIZER,
    PTHREAD_MUTEX_INITIALIZER,
    PTHREAD_MUTEX_INITIALIZER,
};
static const int numbers[3] = {0, 1, 2};

static void *neighbour(void *number)
{
    int left = *(const int *)number, right = (left + 1) % 3;
    int first = left, second = right;

    if (BUG != 1 && first > second) {
        first = right;
        second = left;
    }
    pthread_mutex_lock(&locks[first]);
    pthread_mutex_lock(&locks[second]);
    pthread_mutex_unlock(&locks[second]);
    pthread_mutex_unlock(&locks[first]);
    return NULL;
}

int main(void)
{
    pthread_t threads[3];

    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, neighbour, (void *)&numbers[i]);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
