/* A barrier that can be used again, of two turnstiles. BUG 1: one turnstile: who is
 * fast goes through twice. 2: the second turnstile begins open. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

enum { N = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t in, out;
static int count, rounds[N];

static void pass(sem_t *door, int change, int when)
{
    pthread_mutex_lock(&lock);
    count += change;
    if (count == when)
        for (int i = 0; i < N; i++)
            sem_post(door);
    pthread_mutex_unlock(&lock);
    sem_wait(door);
}

static void leave_without_door(void)
{
    pthread_mutex_lock(&lock);
    count--;
    pthread_mutex_unlock(&lock);
}

static void *walk(void *number)
{
    int me = *(int *)number;

    for (int i = 0; i < 2; i++) {
        __atomic_add_fetch(&rounds[me], 1, __ATOMIC_SEQ_CST);
        pass(&in, 1, N);
        assert(__atomic_load_n(&rounds[1 - me], __ATOMIC_SEQ_CST) >=
               i + 1);
        if (BUG == 1)
            leave_without_door();
        else
            pass(&out, -1, 0);
    }
    return NULL;
}

int main(void)
{
    static int numbers[N] = {0, 1};
    pthread_t threads[N];

    sem_init(&in, 0, 0);
    sem_init(&out, 0, BUG == 2 ? 1 : 0);
    for (int i = 0; i < N; i++)
        pthread_create(&threads[i], NULL, walk, &numbers[i]);
    for (int i = 0; i < N; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
