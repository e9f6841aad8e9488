/* One producer, two consumers: each number is taken once. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "buffer.h"

static int taken[2];

static void *consumer(void *mine)
{
    *(int *)mine = take();
    return NULL;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, consumer, &taken[0]);
    pthread_create(&two, NULL, consumer, &taken[1]);
    put(1);
    put(2);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(taken[0] + taken[1] == 3);
    return 0;
}
