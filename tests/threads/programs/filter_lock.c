/* G. Peterson's lock for three threads. BUG 1: a level is left out. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#define N 3
static atomic_int level[N], victim[N];
static int shared;
static void lock(int me)
{
    for (int l = 1; l < N; l++) {
#if BUG == 1
        if (l == 2)
            continue;
#endif
        level[me] = l;
        victim[l] = me;
        for (int k = 0; k < N; k++)
            while (k != me && level[k] >= l && victim[l] == me)
                ;
    }
}
static void unlock(int me)
{
    level[me] = 0;
}
static void *t(void *a)
{
    int me = (int)(long)a;
    lock(me);
    shared++;
    unlock(me);
    return 0;
}
int main(void)
{
    pthread_t h[N];
    for (long i = 0; i < N; i++)
        pthread_create(&h[i], 0, t, (void *)i);
    for (int i = 0; i < N; i++)
        pthread_join(h[i], 0);
    assert(shared == N);
    return 0;
}
