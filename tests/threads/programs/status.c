/* The program's exit status says whether it worked. BUG 1: by the order of two
 * threads it ends with 1. 2: a thread crashes by the same. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static int one_, two_;
static atomic_int *_Atomic last;
static atomic_int value;

static void *set(void *unused)
{
    last = &value;
    if (BUG == 2)
        last = NULL;
    return unused;
}

static void *get(void *unused)
{
    atomic_int *seen = last;

    one_ = seen == NULL;
    if (BUG == 2 && seen)
        two_ = *last;
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, set, NULL);
    pthread_create(&two, NULL, get, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return BUG == 1 && one_ + two_;
}
