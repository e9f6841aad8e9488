/* Two who want the same thing. BUG 1: each steps back as long as the other one
 * wants it: both can do so for ever. 0: the first one does not step back. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int wants[2];
static int inside;

static void *visit(void *number)
{
    int me = *(int *)number, other = 1 - me;

    wants[me] = 1;
    while (wants[other])
        if (BUG == 1 || me == 1) {
            wants[me] = 0;
            while (BUG != 1 && wants[other])
                ;
            wants[me] = 1;
        }
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
