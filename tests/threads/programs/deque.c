/* The deque of D. Chase and Y. Lev, of a fixed size. BUG 1: the owner takes the last one
 * without comparing. 2: a thief does. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
static atomic_long topi, bottom;
static atomic_int buf[4];
static atomic_int taken[4];
static void push(int v)
{
    long b = bottom;
    buf[b % 4] = v;
    bottom = b + 1;
}
static int take(void)
{
    long b = bottom - 1;
    bottom = b;
    long t = topi;
    if (t > b) {
        bottom = b + 1;
        return -1;
    }
    int v = buf[b % 4];
    if (t == b) {
#if BUG == 1
        topi = t + 1;
#else
        if (!atomic_compare_exchange_strong(&topi, &t, t + 1))
            v = -1;
#endif
        bottom = b + 1;
    }
    return v;
}
static int steal(void)
{
    long t = topi, b = bottom;
    if (t >= b)
        return -1;
    int v = buf[t % 4];
#if BUG == 2
    topi = t + 1;
    return v;
#else
    return atomic_compare_exchange_strong(&topi, &t, t + 1) ? v : -1;
#endif
}
static void *owner(void *u)
{
    push(0);
    push(1);
    for (int i = 0; i < 2; i++) {
        int v = take();
        if (v >= 0)
            taken[v]++;
    }
    return u;
}
static void *thief(void *u)
{
    int v = steal();
    if (v >= 0)
        taken[v]++;
    return u;
}
int main(void)
{
    pthread_t a, b, c;
    pthread_create(&a, 0, owner, 0);
    pthread_create(&b, 0, thief, 0);
    pthread_create(&c, 0, thief, 0);
    pthread_join(a, 0);
    pthread_join(b, 0);
    pthread_join(c, 0);
    for (int i = 0; i < 2; i++)
        assert(taken[i] == 1);
    return 0;
}
