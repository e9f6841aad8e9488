/* Two threads meet once. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "meet.h"

enum { TIMES = 1 };

static int done[2][TIMES];

static void *work(void *number)
{
    int me = *(int *)number;
    for (int i = 0; i < TIMES; i++) {
        done[me][i] = 1; /* the first half */
        meet(me);
        assert(done[1 - me][i] == 1); /* the second one needs the other's */
    }
    return NULL;
}

int main(void)
{
    static int numbers[2] = {0, 1};
    pthread_t one, two;
    meet_init();
    pthread_create(&one, NULL, work, &numbers[0]);
    pthread_create(&two, NULL, work, &numbers[1]);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
