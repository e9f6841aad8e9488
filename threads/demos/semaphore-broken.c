/* Semaphores, broken: the mutex first, then the wait.
 *
 * The same program with two pairs of lines swapped.
 * P waits for a slot while it holds the mutex, so C
 * can never make one free (or the other way round:
 * C waits for an item, and P cannot bring it).
 *
 * Nothing is forced here: this is a free run.
 */
#define DEMO semaphore_broken
#include "demo.h"

enum { SLOTS = 3 };
static int buffer[SLOTS], in, out, eaten;
static sem_t slots, items;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *produce(void *arg)
{
    int count = *(int *)arg;

    for (int item = 1; item <= count; item++) {
        Mutex_lock(&mutex);
        Sem_wait(&slots);
        buffer[in] = item;
        Shared_at(buffer, in);
        in = (in + 1) % SLOTS;
        Mutex_unlock(&mutex);
        Sem_post(&items);
    }
    return NULL;
}

static void *consume(void *arg)
{
    int count = *(int *)arg;

    for (int n = 1; n <= count; n++) {
        Mutex_lock(&mutex);
        Sem_wait(&items);
        eaten += buffer[out];
        buffer[out] = 0;
        Shared_at(buffer, out);
        out = (out + 1) % SLOTS;
        Mutex_unlock(&mutex);
        Sem_post(&slots);
    }
    return NULL;
}

int main(int argc, char *argv[])
{
    pthread_t p, c;
    int count = number(argc, argv, 6);

    Sem_init(&slots, SLOTS);
    Sem_init(&items, 0);
    Thread_create(&p, "P", produce, &count);
    Thread_create(&c, "C", consume, &count);
    Thread_join(p);
    Thread_join(c);
    Expect(eaten, count * (count + 1) / 2);
    return 0;
}
