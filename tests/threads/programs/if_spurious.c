/* A consumer waits for one item. BUG 1: `if` in the place of `while`, which only a
 * spurious wakeup convicts here. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static int items;

static void *consume(void *unused)
{
    pthread_mutex_lock(&lock);
#if BUG == 1
    if (!items)
#else
    while (!items)
#endif
        pthread_cond_wait(&arrived, &lock);
    items--;
    assert(items >= 0);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, consume, NULL);
    pthread_mutex_lock(&lock);
    items++;
    pthread_cond_signal(&arrived);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    return 0;
}
