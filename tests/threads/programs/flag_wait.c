/* One thread waits in a loop for a flag. BUG 1: a plain flag. 2: a volatile one,
 * which is no better: a data race. 3: the flag is raised too early. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#if BUG == 1
static int flag;
#elif BUG == 2
static volatile int flag;
#else
static atomic_int flag;
#endif
static int data;

static void *writer(void *unused)
{
    if (BUG == 3)
        flag = 1;
    data = 42;
    flag = 1;
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, writer, NULL);
    while (!flag)
        ;
    assert(data == 42);
    pthread_join(thread, NULL);
    return 0;
}
