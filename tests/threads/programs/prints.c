/* Two threads say that they wait until a flag is set. BUG 1: nobody sets it. BUG 2: the
 * flag is not looked at. BUG 3: what the loop writes is as before after each round. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int flag, light;

static int goes_on(void)
{
#if BUG == 2
    return 1;
#else
    return !atomic_load(&flag);
#endif
}

static void *waits(void *unused)
{
    while (goes_on()) {
#if BUG == 3
        atomic_store(&light, 1);
        atomic_store(&light, 0);
#else
        puts("waiting");
#endif
    }
    return unused;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, waits, NULL);
    pthread_create(&two, NULL, waits, NULL);
#if BUG == 0
    atomic_store(&flag, 1);
#endif
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return atomic_load(&light);
}
