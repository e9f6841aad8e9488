/* Szymanski's mutual exclusion for two: a waiting room with two doors.
 * 0 outside, 1 wants in, 2 waits for others, 3 at the door, 4 past it.
 * BUG 1: goes in without a look at who is at the door before it.
 * 2: the door is not looked at on the way in. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int flag[2];
static int inside;

static void enter(int me)
{
    int other = 1 - me;

    flag[me] = 1;
    while (BUG != 2 && flag[other] >= 3)
        ;
    flag[me] = 3;
    if (flag[other] == 1) {
        flag[me] = 2;
        while (flag[other] != 4)
            ;
    }
    flag[me] = 4;
    if (BUG != 1 && me == 1)
        while (flag[0] > 1)
            ;
}

static void leave(int me)
{
    if (me == 0)
        for (int seen = flag[1]; seen == 2 || seen == 3; seen = flag[1])
            ;
    flag[me] = 0;
}

static void *visit(void *which)
{
    int me = *(int *)which;

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
