/* Race: two threads add to one counter, without a lock.
 *
 * counter + 1 is three steps: read, add, write. When
 * the other thread writes between our read and our
 * write, its addition is overwritten: lost.
 *
 * volatile keeps the compiler from turning the loop
 * into a single addition. It is no lock: it makes no
 * step atomic and orders nothing.
 */
#define DEMO race
#include "demo.h"

static volatile int counter;
static pthread_barrier_t start;

static void *add(void *arg)
{
    int times = *(int *)arg;

    Barrier_wait(&start);
    for (int i = 0; i < times; i++) {
        int seen = counter; // read
        seen = seen + 1;    // add
        counter = seen;     // write
    }
    return NULL;
}

int main(int argc, char *argv[])
{
    pthread_t t1, t2;
    int times = number(argc, argv, 1000000);

    Barrier_init(&start, 2);
    Thread_create(&t1, "T1", add, &times);
    Thread_create(&t2, "T2", add, &times);
    Thread_join(t1);
    Thread_join(t2);
    Expect(counter, 2 * times);
    return 0;
}
