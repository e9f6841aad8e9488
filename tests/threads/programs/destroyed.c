/* A lock is destroyed when nobody uses it any more. BUG 1: while the thread may
 * still want it. 2: while it is held. 3: it is used without having been made. */
#include <pthread.h>
#include <string.h>

static pthread_mutex_t lock;

static void *use(void *unused)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t thread;

    if (BUG == 3)
        memset(&lock, 0x5a, sizeof lock);
    else
        pthread_mutex_init(&lock, NULL);
    pthread_create(&thread, NULL, use, NULL);
    if (BUG == 2)
        pthread_mutex_lock(&lock);
    if (BUG != 1 && BUG != 2)
        pthread_join(thread, NULL);
    pthread_mutex_destroy(&lock);
    if (BUG == 1 || BUG == 2)
        pthread_join(thread, NULL);
    return 0;
}
