/* Race, fixed: read, add, write, with a lock held.
 *
 * Only one thread at a time can be between lock and
 * unlock. No write can come between another thread's
 * read and its write, and nothing is lost.
 */
#define DEMO race_fixed
#include "demo.h"

static int counter;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t start;

static void *add(void *arg)
{
    int times = *(int *)arg;

    Barrier_wait(&start);
    for (int i = 0; i < times; i++) {
        Mutex_lock(&lock);
        int seen = counter; // read
        seen = seen + 1;    // add
        counter = seen;     // write
        Shared(counter);
        Mutex_unlock(&lock);
    }
    return NULL;
}

int main(int argc, char *argv[])
{
    pthread_t t1, t2;
    int times = number(argc, argv, 100000);

    Barrier_init(&start, 2);
    Thread_create(&t1, "T1", add, &times);
    Thread_create(&t2, "T2", add, &times);
    Thread_join(t1);
    Thread_join(t2);
    Expect(counter, 2 * times);
    return 0;
}
