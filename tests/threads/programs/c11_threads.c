/* The threads of ISO C: a hand-over with a lock and a condition. BUG 1: the sum is
 * changed without the lock. 2: `if` in the place of `while`. */
#include <assert.h>
#include <threads.h>

static mtx_t lock;
static cnd_t changed;
static int ready, sum;

static int add(void *amount)
{
    if (BUG != 1)
        mtx_lock(&lock);
    sum += *(int *)amount;
    if (BUG != 1)
        mtx_unlock(&lock);
    mtx_lock(&lock);
    ready++;
    cnd_signal(&changed);
    mtx_unlock(&lock);
    return 3;
}

int main(void)
{
    int one = 1, two = 2, result = 0;
    thrd_t first, second;

    mtx_init(&lock, mtx_plain);
    cnd_init(&changed);
    thrd_create(&first, add, &one);
    thrd_create(&second, add, &two);
    mtx_lock(&lock);
#if BUG == 2
    if (ready < 2)
        cnd_wait(&changed, &lock);
#else
    while (ready < 2)
        cnd_wait(&changed, &lock);
#endif
    assert(sum == 3);
    mtx_unlock(&lock);
    thrd_join(first, &result);
    assert(result == 3);
    thrd_join(second, NULL);
    cnd_destroy(&changed);
    mtx_destroy(&lock);
    return 0;
}
