/* A reader takes two values without a lock, and looks at a version before and
 * after. BUG 1: it does not look after. 2: the writer does not mark the version
 * while it writes. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint version; /* odd: being written */
static atomic_int plus, minus;

static void *writer(void *unused)
{
    if (BUG != 2)
        version++;
    plus = 1;
    minus = -1;
    version++;
    if (BUG == 2)
        version++;
    return unused;
}

static void *reader(void *unused)
{
    unsigned before = version;
    int a = plus, b = minus;

    if (before % 2)
        return unused;
    if (BUG == 1 || version == before)
        assert(a + b == 0);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, writer, NULL);
    pthread_create(&two, NULL, reader, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
