/* A spin lock of an atomic_flag. BUG 1: the read is outside of it. 2: it is not given
 * back the second time. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
static struct {
    atomic_flag busy;
    int value;
} g = {ATOMIC_FLAG_INIT, 0};
static void acquire(void)
{
    while (
        atomic_flag_test_and_set_explicit(&g.busy, memory_order_acquire))
        ;
}
static void release(void)
{
    atomic_flag_clear_explicit(&g.busy, memory_order_release);
}
static void *work(void *u)
{
    for (int i = 0; i < 2; i++) {
#if BUG == 1
        int v = g.value;
        acquire();
        g.value = v + 1;
#else
        acquire();
        g.value++;
#endif
#if BUG == 2
        if (i == 0)
#endif
            release();
    }
    return u;
}
int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], 0, work, 0);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], 0);
    assert(g.value == 6);
    return 0;
}
