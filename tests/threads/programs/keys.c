/* Each thread has a value of its own under a key. BUG 1: a global in its place.
 * 2: the destructor of the key counts without a lock. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static pthread_key_t key;
static int numbers[2] = {1, 2};
static void *mine;
#if BUG == 2
static int gone;
#else
static atomic_int gone;
#endif

static void forget(void *unused)
{
    (void)unused;
    gone++;
}

static void *use(void *number)
{
    pthread_setspecific(key, number);
    if (BUG == 1)
        mine = number;
    assert((BUG == 1 ? mine : pthread_getspecific(key)) == number);
    return NULL;
}

int main(void)
{
    pthread_t one, two;

    pthread_key_create(&key, forget);
    pthread_create(&one, NULL, use, &numbers[0]);
    pthread_create(&two, NULL, use, &numbers[1]);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(gone == 2);
    pthread_key_delete(key);
    return 0;
}
