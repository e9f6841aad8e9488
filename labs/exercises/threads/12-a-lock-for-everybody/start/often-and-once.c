/* One thread comes often, until the other one has been inside once. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include "guard.h"

static atomic_int stop;
static int work;

static void *often(void *unused)
{
    while (!atomic_load(&stop)) {
        enter(0);
        work = 1;
        leave(0);
    }
    return unused;
}

static void *once(void *unused)
{
    enter(1);
    work = 2;
    leave(1);
    atomic_store(&stop, 1);
    return unused;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, often, NULL);
    pthread_create(&two, NULL, once, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
