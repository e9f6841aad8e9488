/* The last who uses a thing frees it: a count of references. BUG 1: the reader
 * frees without asking. 2: count down and look are two steps, so both free. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct thing {
    atomic_int users;
    atomic_int value;
};

static void release(struct thing *thing)
{
#if BUG == 2
    atomic_fetch_sub(&thing->users, 1);
    if (atomic_load(&thing->users) == 0)
        free(thing);
#else
    if (atomic_fetch_sub(&thing->users, 1) == 1)
        free(thing);
#endif
}

static void *use(void *argument)
{
    struct thing *thing = argument;

    atomic_fetch_add(&thing->value, 1);
    if (BUG == 1)
        free(thing);
    else
        release(thing);
    return NULL;
}

int main(void)
{
    struct thing *thing = malloc(sizeof *thing);
    pthread_t thread;

    atomic_init(&thing->users, 2);
    atomic_init(&thing->value, 0);
    pthread_create(&thread, NULL, use, thing);
    atomic_fetch_add(&thing->value, 1);
    if (BUG != 1)
        release(thing);
    pthread_join(thread, NULL);
    return 0;
}
