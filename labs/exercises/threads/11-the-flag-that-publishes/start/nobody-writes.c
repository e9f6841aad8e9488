/* A reader, and nobody who writes. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "news.h"

static void *reader(void *unused)
{
    assert(read_news() == 0);
    return unused;
}

int main(void)
{
    pthread_t one;
    pthread_create(&one, NULL, reader, NULL);
    pthread_join(one, NULL);
    return 0;
}
