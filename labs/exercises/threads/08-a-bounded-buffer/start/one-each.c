/* One puts, one takes. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "buffer.h"

static void *producer(void *unused)
{
    put(7);
    return unused;
}

int main(void)
{
    pthread_t one;
    pthread_create(&one, NULL, producer, NULL);
    assert(take() == 7);
    pthread_join(one, NULL);
    return 0;
}
