/* A thread ends with a robust lock in its hand; the next one learns of it and
 * makes the lock whole. BUG 1: the lock is not robust. 2: nobody makes it whole. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>

static pthread_mutex_t lock;

static void *die_with_it(void *unused)
{
    pthread_mutex_lock(&lock);
    return unused;
}

static void use(void)
{
    int status = pthread_mutex_lock(&lock);

    assert(status == 0 || status == EOWNERDEAD);
    if (status == EOWNERDEAD && BUG != 2)
        pthread_mutex_consistent(&lock);
    pthread_mutex_unlock(&lock);
}

int main(void)
{
    pthread_mutexattr_t kind;
    pthread_t thread;

    pthread_mutexattr_init(&kind);
    if (BUG != 1)
        pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&lock, &kind);
    pthread_mutexattr_destroy(&kind);
    pthread_create(&thread, NULL, die_with_it, NULL);
    pthread_join(thread, NULL);
    use();
    use();
    pthread_mutex_destroy(&lock);
    return 0;
}
