/* A door opens for all who wait. BUG 1: signal lets one of them in. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static int open_;

static void *guest(void *unused)
{
    pthread_mutex_lock(&lock);
    while (!open_)
        pthread_cond_wait(&opened, &lock);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, guest, NULL);
    pthread_create(&two, NULL, guest, NULL);
    pthread_mutex_lock(&lock);
    open_ = 1;
    if (BUG == 1)
        pthread_cond_signal(&opened);
    else
        pthread_cond_broadcast(&opened);
    pthread_mutex_unlock(&lock);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
