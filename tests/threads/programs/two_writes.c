/* A sequence lock with a writer that writes twice. BUG 1: the second field is written
 * behind the lock. 2: the reader does not look at the number again. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
static atomic_uint seq;
static atomic_int a, b;
static void *writer(void *u)
{
    for (int i = 1; i <= 2; i++) {
        atomic_fetch_add(&seq, 1);
        atomic_store(&a, i);
#if BUG == 1
        atomic_fetch_add(&seq, 1);
        atomic_store(&b, i);
#else
        atomic_store(&b, i);
        atomic_fetch_add(&seq, 1);
#endif
    }
    return u;
}
static void *reader(void *u)
{
    unsigned s;
    int x, y;
    do {
        while ((s = atomic_load(&seq)) & 1)
            ;
        x = atomic_load(&a);
        y = atomic_load(&b);
    } while (
#if BUG == 2
        s & 1
#else
        s != atomic_load(&seq)
#endif
    );
    assert(x == y);
    return u;
}
int main(void)
{
    pthread_t w, r;
    pthread_create(&w, 0, writer, 0);
    pthread_create(&r, 0, reader, 0);
    pthread_join(w, 0);
    pthread_join(r, 0);
    return 0;
}
