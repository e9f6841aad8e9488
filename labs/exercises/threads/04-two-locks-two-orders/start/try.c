/* Two threads, a million transfers each, in opposite directions:
 *
 *     cc -pthread -o try try.c transfer.c audit.c && ./try
 *
 * When it hangs: Ctrl-C. When it does not: was that proof, or luck?
 */
#include <stdio.h>

#include "bank.h"

enum { TRANSFERS = 1000000 };

static struct account a = {1, 100, PTHREAD_MUTEX_INITIALIZER};
static struct account b = {2, 100, PTHREAD_MUTEX_INITIALIZER};

static void *there(void *unused)
{
    for (int i = 0; i < TRANSFERS; i++)
        transfer(&a, &b, 1);
    return unused;
}

static void *back(void *unused)
{
    for (int i = 0; i < TRANSFERS; i++)
        transfer(&b, &a, 1);
    return unused;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, there, NULL);
    pthread_create(&two, NULL, back, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    printf("done, and the bank holds %ld\n", audit(&a, &b));
    return 0;
}
