/* Each raises a flag and looks at the other's: not both may find it down.
 * BUG 1: release and acquire, which allow it (under tso too). 2: each looks before
 * it raises its own. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#if BUG == 1
#define STORE memory_order_release
#define LOAD  memory_order_acquire
#else
#define STORE memory_order_seq_cst
#define LOAD  memory_order_seq_cst
#endif

static atomic_int flag[2];
static int saw[2];

static void *look(void *number)
{
    int me = *(int *)number;

    if (BUG == 2)
        saw[me] = atomic_load_explicit(&flag[1 - me], LOAD);
    atomic_store_explicit(&flag[me], 1, STORE);
    if (BUG != 2)
        saw[me] = atomic_load_explicit(&flag[1 - me], LOAD);
    return NULL;
}

int main(void)
{
    static int numbers[2] = {0, 1};
    pthread_t one, two;

    pthread_create(&one, NULL, look, &numbers[0]);
    pthread_create(&two, NULL, look, &numbers[1]);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(saw[0] || saw[1]);
    return 0;
}
