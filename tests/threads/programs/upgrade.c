/* From a read lock to a write lock. BUG 1: the read lock is kept. 2: what was seen is not
 * looked at again. */
#include <assert.h>
#include <pthread.h>
static pthread_rwlock_t l = PTHREAD_RWLOCK_INITIALIZER;
static int cache = -1, fills;
static void *get(void *u)
{
    pthread_rwlock_rdlock(&l);
    if (cache < 0) {
#if BUG != 1
        pthread_rwlock_unlock(&l);
#endif
        pthread_rwlock_wrlock(&l);
#if BUG != 2
        if (cache < 0)
#endif
        {
            cache = 7;
            fills++;
        }
    }
    assert(cache == 7);
    pthread_rwlock_unlock(&l);
    return u;
}
int main(void)
{
    pthread_t a, b, d;
    pthread_create(&a, 0, get, 0);
    pthread_create(&b, 0, get, 0);
    pthread_create(&d, 0, get, 0);
    pthread_join(a, 0);
    pthread_join(b, 0);
    pthread_join(d, 0);
    assert(fills == 1);
    return 0;
}
