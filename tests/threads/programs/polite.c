/* Two who want the same thing, the first one twice; the second steps back for it.
 * BUG 1: who stepped back goes in without another look. 2: both insist. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int wants[2];
static int inside;

static void enter(int me)
{
    int other = 1 - me;

    wants[me] = 1;
    while (wants[other])
        if (me == 1 && BUG != 2) {
            wants[me] = 0;
            while (wants[other])
                ;
            wants[me] = 1;
            if (BUG == 1)
                break;
        }
}

static void *visit(void *number)
{
    int me = *(int *)number;

    for (int i = 0; i < 2 - me; i++) {
        enter(me);
        inside++;
        assert(inside == 1);
        inside--;
        wants[me] = 0;
    }
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
