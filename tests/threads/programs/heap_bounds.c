/* Two threads fill the halves of a table. BUG 1: the second one goes one too far,
 * beyond the table. 2: the first one does, into the other half. */
#include <pthread.h>
#include <stdlib.h>

enum { HALF = 2 };

static int *table;

static void *low(void *unused)
{
    for (int i = 0; i < HALF + (BUG == 2); i++)
        table[i] = 1;
    return unused;
}

static void *high(void *unused)
{
    for (int i = HALF; i < 2 * HALF + (BUG == 1); i++)
        table[i] = 2;
    return unused;
}

int main(void)
{
    pthread_t one, two;

    table = malloc(2 * HALF * sizeof *table);
    pthread_create(&one, NULL, low, NULL);
    pthread_create(&two, NULL, high, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    free(table);
    return 0;
}
