/* Made when it is first needed; the lock is taken only then. BUG 1: the pointer is
 * no atomic. 2: it is published before what it points at is filled. 3: there is no
 * second look. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct thing {
    int value;
};

#if BUG == 1
static struct thing *thing;
#else
static struct thing *_Atomic thing;
#endif
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int made;

static struct thing *get(void)
{
    struct thing *found = thing;

    if (found)
        return found;
    pthread_mutex_lock(&lock);
    found = BUG == 3 ? NULL : thing;
    if (!found) {
        found = malloc(sizeof *found);
        if (BUG == 2)
            thing = found;
        found->value = 7;
        made++;
        thing = found;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static void *use(void *unused)
{
    assert(get()->value == 7);
    return unused;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, use, NULL);
    pthread_create(&two, NULL, use, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    assert(made == 1);
    free(thing);
    return 0;
}
