/* Lamport's bakery for two. BUG 1: nobody shows that he is choosing a number.
 * 2: of two equal numbers neither goes first. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int choosing[2], number[2];
static int inside;

static int goes_first(int other, int me)
{
    int theirs = number[other], mine = number[me];

    if (theirs == 0)
        return 0;
    return theirs < mine || (theirs == mine && (BUG == 2 || other < me));
}

static void enter(int me)
{
    int other = 1 - me;

    if (BUG != 1)
        choosing[me] = 1;
    number[me] = number[other] + 1;
    if (BUG != 1)
        choosing[me] = 0;
    while (choosing[other])
        ;
    while (goes_first(other, me))
        ;
}

static void *visit(void *which)
{
    int me = *(int *)which;

    enter(me);
    inside++;
    assert(inside == 1);
    inside--;
    number[me] = 0;
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
