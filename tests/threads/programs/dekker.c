/* Dekker's mutual exclusion with sequentially consistent atomics. BUG 1: the flag
 * is raised after the look at the other's. 2: the turn is not asked: both stand
 * back for ever. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int wants[2], turn;
static int inside;

static void enter(int me)
{
    int other = 1 - me;

#if BUG == 1
    while (wants[other])
        ;
    wants[me] = 1;
#elif BUG == 2
    wants[me] = 1;
    while (wants[other])
        ;
#else
    wants[me] = 1;
    while (wants[other])
        if (turn == other) {
            wants[me] = 0;
            while (turn == other)
                ;
            wants[me] = 1;
        }
#endif
}

static void leave(int me)
{
    turn = 1 - me;
    wants[me] = 0;
}

static void *visit(void *number)
{
    int me = *(int *)number;

    enter(me);
    inside++;
    assert(inside == 1);
    inside--;
    leave(me);
    return NULL;
}

int main(void)
{
    static int numbers[2] = {0, 1};
    pthread_t one, two;

    pthread_create(&one, NULL, visit, &numbers[0]);
    pthread_create(&two, NULL, visit, &numbers[1]);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
