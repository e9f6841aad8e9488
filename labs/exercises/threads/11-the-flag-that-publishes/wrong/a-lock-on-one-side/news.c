/* Only the writer takes the lock. */
#include "news.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int flag;
static int news;

void write_news(int number)
{
    pthread_mutex_lock(&lock);
    news = number;
    flag = 1;
    pthread_mutex_unlock(&lock);
}

int read_news(void)
{
    return flag ? news : 0;
}
