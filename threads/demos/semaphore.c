/* Semaphores: a bounded buffer.
 *
 * slots counts the free places, items the full ones.
 * P waits for a slot, C waits for an item; the mutex
 * guards the buffer itself, and is held only while
 * the buffer changes.
 *
 * First the semaphore, then the mutex: whoever has to
 * wait for the other side must not lock it out.
 */
#define DEMO semaphore
#include "demo.h"

enum { SLOTS = 3 };
static int buffer[SLOTS], in, out, eaten;
static sem_t slots, items;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *produce(void *arg)
{
    int count = *(int *)arg;

    for (int item = 1; item <= count; item++) {
        Sem_wait(&slots);
        Mutex_lock(&mutex);
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
        Sem_wait(&items);
        Mutex_lock(&mutex);
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
