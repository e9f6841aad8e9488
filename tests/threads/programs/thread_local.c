/* A buffer for each thread, by the language. BUG 1: one for all. */
#include <assert.h>
#include <pthread.h>

#if BUG == 1
static int buffer;
#else
static __thread int buffer;
#endif

static int *keep(int number)
{
    buffer = number;
    return &buffer;
}

static void *use(void *number)
{
    int wanted = *(int *)number;
    int *kept = keep(wanted);

    assert(*kept == wanted);
    return NULL;
}

int main(void)
{
    static int numbers[2] = {1, 2};
    pthread_t one, two;

    pthread_create(&one, NULL, use, &numbers[0]);
    pthread_create(&two, NULL, use, &numbers[1]);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(BUG == 1 || buffer == 0);
    return 0;
}
