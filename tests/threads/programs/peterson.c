/* Peterson's mutual exclusion. BUG 1: the turn is given before the flag is
 * raised. 2: the turn is kept for oneself. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int wants[2], turn;
static int inside;

static void enter(int me)
{
    int other = 1 - me;

    if (BUG == 1) {
        turn = other;
        wants[me] = 1;
    } else {
        wants[me] = 1;
        turn = BUG == 2 ? me : other;
    }
    while (wants[other] && turn == other)
        ;
}

static void *visit(void *number)
{
    int me = *(int *)number;

    enter(me);
    inside++;
    assert(inside == 1);
    inside--;
    wants[me] = 0;
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
