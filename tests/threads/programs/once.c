/* Whoever comes first prepares; all others find it done. BUG 1: a check of one's
 * own, without a lock. 2: an atomic one, which two can pass. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static atomic_int started;
static atomic_int times;
static int plain_started, table;

static void prepare(void)
{
    table = 7;
    times++;
}

static void *use(void *unused)
{
#if BUG == 1
    if (!plain_started) {
        plain_started = 1;
        prepare();
    }
#elif BUG == 2
    if (!started) {
        started = 1;
        prepare();
    }
#else
    pthread_once(&once, prepare);
    assert(table == 7);
#endif
    return unused;
}

int main(void)
{
    pthread_t one, two;

    (void)once, (void)started, (void)plain_started;
    pthread_create(&one, NULL, use, NULL);
    pthread_create(&two, NULL, use, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(times == 1);
    return 0;
}
