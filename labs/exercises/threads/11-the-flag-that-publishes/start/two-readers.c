/* A writer and two readers. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "news.h"

enum { READERS = 2 };

static void *writer(void *unused)
{
    write_news(42);
    return unused;
}

static void *reader(void *unused)
{
    int news = read_news();
    assert(news == 0 || news == 42);
    return unused;
}

int main(void)
{
    pthread_t first, readers[READERS];
    pthread_create(&first, NULL, writer, NULL);
    for (int i = 0; i < READERS; i++)
        pthread_create(&readers[i], NULL, reader, NULL);
    pthread_join(first, NULL);
    for (int i = 0; i < READERS; i++)
        pthread_join(readers[i], NULL);
    assert(read_news() == 42);
    return 0;
}
