/* Values of threads, and their destructor. BUG 1: it counts without a lock. 2: the key is
 * made by whoever comes. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int freed;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void drop(void *p)
{
#if BUG != 1
    pthread_mutex_lock(&m);
#endif
    freed++;
#if BUG != 1
    pthread_mutex_unlock(&m);
#endif
    free(p);
}
static void make(void)
{
    pthread_key_create(&key, drop);
}
static int *mine(void)
{
#if BUG == 2
    static int done;
    if (!done) {
        make();
        done = 1;
    }
#else
    pthread_once(&once, make);
#endif
    int *p = pthread_getspecific(key);
    if (!p) {
        p = calloc(1, sizeof *p);
        pthread_setspecific(key, p);
    }
    return p;
}
static void *w(void *u)
{
    for (int i = 0; i < 3; i++)
        ++*mine();
    assert(*mine() == 3);
    return u;
}
int main(void)
{
    pthread_t a, b;
    pthread_create(&a, 0, w, 0);
    pthread_create(&b, 0, w, 0);
    pthread_join(a, 0);
    pthread_join(b, 0);
    assert(freed == 2);
    return 0;
}
