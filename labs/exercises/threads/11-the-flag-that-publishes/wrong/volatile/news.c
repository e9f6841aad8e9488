/* volatile in the place of atomic. */
#include "news.h"

static volatile int flag;
static int news;

void write_news(int number)
{
    news = number;
    flag = 1;
}

int read_news(void)
{
    return flag ? news : 0;
}
