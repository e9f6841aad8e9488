/* Deadlock: two locks, taken in opposite order.
 *
 * pay() takes A, then B. refund() takes B, then A.
 * Each holds what the other one waits for, and
 * neither can ever go on.
 *
 * On a free run the unlucky moment is rare. Here the
 * threads meet at a barrier when each of them has its
 * first lock: that forces it, every time.
 */
#define DEMO deadlock
#include "demo.h"

static pthread_mutex_t A = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t B = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t meeting;
static int in_a = 100, in_b = 100;

static void *pay(void *arg)
{
    int times = *(int *)arg;

    for (int i = 0; i < times; i++) {
        Mutex_lock(&A);
        Barrier_wait(&meeting);
        Mutex_lock(&B);
        in_a -= 10;
        in_b += 10;
        Mutex_unlock(&B);
        Mutex_unlock(&A);
    }
    return NULL;
}

static void *refund(void *arg)
{
    int times = *(int *)arg;

    for (int i = 0; i < times; i++) {
        Mutex_lock(&B);
        Barrier_wait(&meeting);
        Mutex_lock(&A);
        in_b -= 10;
        in_a += 10;
        Mutex_unlock(&A);
        Mutex_unlock(&B);
    }
    return NULL;
}

int main(int argc, char *argv[])
{
    pthread_t t1, t2;
    int times = number(argc, argv, 1);

    Barrier_init(&meeting, 2);
    Shared(in_a);
    Shared(in_b);
    Thread_create(&t1, "T1", pay, &times);
    Thread_create(&t2, "T2", refund, &times);
    Thread_join(t1);
    Thread_join(t2);
    Expect(in_a + in_b, 200);
    return 0;
}
