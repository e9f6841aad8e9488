/* Two threads meet at a barrier of the system. BUG 1: it waits for three.
 * 2: for one, so that nobody waits for anybody. */
#include <assert.h>
#include <pthread.h>

static pthread_barrier_t barrier;
static int halves[2];

static void *work(void *number)
{
    int me = *(int *)number;

    halves[me] = 1;
    pthread_barrier_wait(&barrier);
    assert(halves[1 - me] == 1);
    return NULL;
}

int main(void)
{
    int zero = 0, one = 1;
    pthread_t first, second;

    pthread_barrier_init(&barrier, NULL, BUG == 1 ? 3 : BUG == 2 ? 1 : 2);
    pthread_create(&first, NULL, work, &zero);
    pthread_create(&second, NULL, work, &one);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    pthread_barrier_destroy(&barrier);
    return 0;
}
