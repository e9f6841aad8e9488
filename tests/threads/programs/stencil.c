/* Two phases with a barrier after each half. BUG 1: the second barrier is missing. 2: one
 * thread leaves it out. */
#include <assert.h>
#include <pthread.h>
#define T 3
static pthread_barrier_t bar;
static int cell[T], next[T];
static void *stencil(void *p)
{
    int me = (int)(long)p;
    for (int step = 0; step < 2; step++) {
        next[me] = cell[me] + cell[(me + 1) % T];
        pthread_barrier_wait(&bar);
        cell[me] = next[me];
#if BUG == 2
        if (step == 0 || me)
#endif
#if BUG != 1
            pthread_barrier_wait(&bar);
#endif
    }
    return 0;
}
int main(void)
{
    pthread_t t[T];
    pthread_barrier_init(&bar, 0, T);
    for (int i = 0; i < T; i++)
        cell[i] = 1;
    for (long i = 0; i < T; i++)
        pthread_create(&t[i], 0, stencil, (void *)i);
    for (int i = 0; i < T; i++)
        pthread_join(t[i], 0);
    for (int i = 0; i < T; i++)
        assert(cell[i] == 4);
    pthread_barrier_destroy(&bar);
    return 0;
}
