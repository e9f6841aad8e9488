/* A lock that serves in the order of arrival. BUG 1: two threads can draw the same
 * ticket. 2: a number is called before the work is done. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int next_ticket, now_serving;
static int counter;

static int draw(void)
{
#if BUG == 1
    int mine = atomic_load(&next_ticket);
    atomic_store(&next_ticket, mine + 1);
    return mine;
#else
    return atomic_fetch_add(&next_ticket, 1);
#endif
}

static void *add(void *unused)
{
    int mine = draw();

    while (atomic_load(&now_serving) != mine)
        ;
    if (BUG == 2)
        atomic_fetch_add(&now_serving, 1);
    counter++;
    if (BUG != 2)
        atomic_fetch_add(&now_serving, 1);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, add, NULL);
    pthread_create(&two, NULL, add, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(counter == 2);
    return 0;
}
