/* A buffer with a lock of its own is appended to another one. Each call is
 * atomic, the two together are not. BUG 1: length and content are asked for one
 * after the other. 0: the source stays locked for both. */
#include <assert.h>
#include <pthread.h>

struct text {
    pthread_mutex_t lock;
    int length;
};

static struct text source = {PTHREAD_MUTEX_INITIALIZER, 3};
static struct text target = {PTHREAD_MUTEX_INITIALIZER, 0};

static int length_of(struct text *text)
{
    pthread_mutex_lock(&text->lock);
    int length = text->length;
    pthread_mutex_unlock(&text->lock);
    return length;
}

static void copy_locked(struct text *from, int length)
{
    assert(length <= from->length);
    target.length += length;
}

static void *append(void *unused)
{
    pthread_mutex_lock(&target.lock);
#if BUG == 1
    int length = length_of(&source);
    pthread_mutex_lock(&source.lock);
    copy_locked(&source, length);
#else
    pthread_mutex_lock(&source.lock);
    copy_locked(&source, source.length);
#endif
    pthread_mutex_unlock(&source.lock);
    pthread_mutex_unlock(&target.lock);
    return unused;
}

static void *erase(void *unused)
{
    pthread_mutex_lock(&source.lock);
    source.length = 0;
    pthread_mutex_unlock(&source.lock);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, append, NULL);
    pthread_create(&two, NULL, erase, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    int length = length_of(&target);
    assert(length == 0 || length == 3);
    return 0;
}
