/* Three numbers through one place, in their order. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "buffer.h"

static void *producer(void *unused)
{
    put(1);
    put(2);
    put(3);
    return unused;
}

int main(void)
{
    pthread_t one;
    pthread_create(&one, NULL, producer, NULL);
    for (int i = 1; i <= 3; i++)
        assert(take() == i);
    pthread_join(one, NULL);
    return 0;
}
