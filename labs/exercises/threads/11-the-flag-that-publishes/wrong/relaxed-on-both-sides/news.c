/* The flag is atomic, and orders nothing. */
#include "news.h"

#include <stdatomic.h>

static atomic_int flag;
static int news;

void write_news(int number)
{
    news = number;
    atomic_store_explicit(&flag, 1, memory_order_relaxed);
}

int read_news(void)
{
    return atomic_load_explicit(&flag, memory_order_relaxed) ? news : 0;
}
