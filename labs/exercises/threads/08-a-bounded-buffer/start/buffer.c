/* Yours: nobody waits for anybody yet. */
#include "buffer.h"

#include <pthread.h>
#include <stdbool.h>

static bool full;
static int place;

void put(int number)
{
    place = number;
    full = true;
}

int take(void)
{
    full = false;
    return place;
}
