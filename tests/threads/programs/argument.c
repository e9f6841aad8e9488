/* Each thread gets a number of its own. BUG 1: all get the address of the one
 * variable of the loop. */
#include <assert.h>
#include <pthread.h>

static int seen[3];

static void *mark(void *number)
{
    __atomic_add_fetch(&seen[*(int *)number], 1, __ATOMIC_SEQ_CST);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int numbers[2], i;

    for (i = 0; i < 2; i++) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, mark,
                       BUG == 1 ? &i : &numbers[i]);
    }
    for (int k = 0; k < 2; k++)
        pthread_join(threads[k], NULL);
    assert(seen[0] == 1 && seen[1] == 1);
    return 0;
}
