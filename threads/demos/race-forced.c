/* Race, forced: the unlucky moment, slowly.
 *
 * The same read, add, write as in the race. Barriers
 * let both threads read before either of them writes.
 * So each round loses one of two additions: for sure,
 * where a free run loses some by chance.
 */
#define DEMO race_forced
#include "demo.h"

static volatile int counter;
static pthread_barrier_t all_read, all_wrote;

static void *add(void *arg)
{
    int times = *(int *)arg;

    for (int i = 0; i < times; i++) {
        int seen = counter; // read
        Local(seen);
        Barrier_wait(&all_read);
        seen = seen + 1; // add
        counter = seen;  // write
        Shared(counter);
        Barrier_wait(&all_wrote);
    }
    return NULL;
}

int main(int argc, char *argv[])
{
    pthread_t t1, t2;
    int times = number(argc, argv, 3);

    Barrier_init(&all_read, 2);
    Barrier_init(&all_wrote, 2);
    Shared(counter);
    Thread_create(&t1, "T1", add, &times);
    Thread_create(&t2, "T2", add, &times);
    Thread_join(t1);
    Thread_join(t2);
    Expect(counter, 2 * times);
    return 0;
}
