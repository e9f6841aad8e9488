/* A buffer of one slot, two producers and two consumers. BUG 1: the producer wakes its
 * own kind. 2: `if` in place of `while`. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>
#ifndef SLOTS
#define SLOTS 1
#endif
#ifndef ITEMS
#define ITEMS 1
#endif
struct queue {
    int slot[SLOTS];
    int in, out, count;
    pthread_mutex_t lock;
    pthread_cond_t not_full, not_empty;
};
static struct queue q = {.lock = PTHREAD_MUTEX_INITIALIZER,
                         .not_full = PTHREAD_COND_INITIALIZER,
                         .not_empty = PTHREAD_COND_INITIALIZER};
static void put(struct queue *queue, int value)
{
    pthread_mutex_lock(&queue->lock);
#if BUG == 2
    if (queue->count == SLOTS)
#else
    while (queue->count == SLOTS)
#endif
        pthread_cond_wait(&queue->not_full, &queue->lock);
    assert(queue->count < SLOTS);
    queue->slot[queue->in] = value;
    queue->in = (queue->in + 1) % SLOTS;
    queue->count++;
#if BUG == 1
    pthread_cond_signal(&queue->not_full);
#else
    pthread_cond_signal(&queue->not_empty);
#endif
    pthread_mutex_unlock(&queue->lock);
}
static int take(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->count == 0)
        pthread_cond_wait(&queue->not_empty, &queue->lock);
    int value = queue->slot[queue->out];
    queue->out = (queue->out + 1) % SLOTS;
    queue->count--;
    pthread_cond_signal(&queue->not_full);
    pthread_mutex_unlock(&queue->lock);
    return value;
}
static int sum;
static pthread_mutex_t sum_lock = PTHREAD_MUTEX_INITIALIZER;
static void *producer(void *arg)
{
    for (int i = 0; i < ITEMS; i++)
        put(&q, 1 + (int)(size_t)arg);
    return NULL;
}
static void *consumer(void *arg)
{
    for (int i = 0; i < ITEMS; i++) {
        int v = take(&q);
        pthread_mutex_lock(&sum_lock);
        sum += v;
        pthread_mutex_unlock(&sum_lock);
    }
    return arg;
}
int main(void)
{
    pthread_t p[2], c[2];
    for (size_t i = 0; i < 2; i++) {
        pthread_create(&p[i], NULL, producer, (void *)i);
        pthread_create(&c[i], NULL, consumer, NULL);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(p[i], NULL);
        pthread_join(c[i], NULL);
    }
    assert(sum == 3 * ITEMS);
    return 0;
}
