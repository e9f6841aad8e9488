/* Deadlock, fixed: everyone takes A first, then B.
 *
 * Whoever holds B then never waits for A, so that no
 * circle of waiting can close. refund() still works:
 * the order of the locks need not be the order in
 * which the money moves.
 *
 * There is no barrier after the first lock: two
 * threads can no longer each hold one.
 */
#define DEMO deadlock_fixed
#include "demo.h"

static pthread_mutex_t A = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t B = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t start;
static int in_a = 100, in_b = 100;

static void *pay(void *arg)
{
    int times = *(int *)arg;

    Barrier_wait(&start);
    for (int i = 0; i < times; i++) {
        Mutex_lock(&A);
        Mutex_lock(&B);
        in_a -= 10;
        Shared(in_a);
        in_b += 10;
        Shared(in_b);
        Mutex_unlock(&B);
        Mutex_unlock(&A);
    }
    return NULL;
}

static void *refund(void *arg)
{
    int times = *(int *)arg;

    Barrier_wait(&start);
    for (int i = 0; i < times; i++) {
        Mutex_lock(&A);
        Mutex_lock(&B);
        in_b -= 10;
        Shared(in_b);
        in_a += 10;
        Shared(in_a);
        Mutex_unlock(&B);
        Mutex_unlock(&A);
    }
    return NULL;
}

int main(int argc, char *argv[])
{
    pthread_t t1, t2;
    int times = number(argc, argv, 3);

    Barrier_init(&start, 2);
    Thread_create(&t1, "T1", pay, &times);
    Thread_create(&t2, "T2", refund, &times);
    Thread_join(t1);
    Thread_join(t2);
    Expect(in_a, 100);
    Expect(in_a + in_b, 200);
    return 0;
}
