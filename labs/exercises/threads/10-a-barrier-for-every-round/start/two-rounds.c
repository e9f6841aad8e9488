/* Two walkers, two rounds. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include "barrier.h"

enum { WALKERS = 2, ROUNDS = 2 };

int walkers = WALKERS;
static atomic_int came[ROUNDS];

static void *walk(void *unused)
{
    for (int i = 0; i < ROUNDS; i++) {
        came[i]++;
        barrier();
        assert(came[i] == WALKERS);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[WALKERS];
    for (int i = 0; i < WALKERS; i++)
        pthread_create(&threads[i], NULL, walk, NULL);
    for (int i = 0; i < WALKERS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
