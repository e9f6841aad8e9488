/* Only who holds a lock may give it back. BUG 1: another thread does, to wake the
 * holder's rival. 0: that is what a semaphore is for. */
#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t signal_;

static void *other(void *unused)
{
#if BUG == 1
    pthread_mutex_unlock(&lock);
#else
    sem_post(&signal_);
#endif
    return unused;
}

int main(void)
{
    pthread_t thread;

    sem_init(&signal_, 0, 0);
    pthread_mutex_lock(&lock);
    pthread_create(&thread, NULL, other, NULL);
#if BUG == 1
    pthread_mutex_lock(&lock);
#else
    sem_wait(&signal_);
#endif
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    return 0;
}
