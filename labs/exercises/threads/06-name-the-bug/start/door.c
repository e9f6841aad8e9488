/* A guest waits until the door is open. */
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static bool door_is_open;

static void *guest(void *unused)
{
    bool may_enter;
    pthread_mutex_lock(&lock);
    may_enter = door_is_open;
    pthread_mutex_unlock(&lock);
    if (!may_enter) {
        pthread_mutex_lock(&lock);
        pthread_cond_wait(&opened, &lock);
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void *porter(void *unused)
{
    pthread_mutex_lock(&lock);
    door_is_open = true;
    pthread_cond_signal(&opened);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, guest, NULL);
    pthread_create(&two, NULL, porter, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
