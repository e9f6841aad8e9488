/* Both threads come in once. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "guard.h"

static int work;

static void *worker(void *number)
{
    int me = *(int *)number;
    enter(me);
    work++;
    leave(me);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int numbers[2] = {0, 1};
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, worker, &numbers[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(work == 2);
    return 0;
}
