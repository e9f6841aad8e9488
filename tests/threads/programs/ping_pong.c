/* Two threads write in turn. BUG 1: whose turn it is is not looked at. 2: the turn
 * is given on and nobody is told. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turned = PTHREAD_COND_INITIALIZER;
static int turn, written;

static void *player(void *number)
{
    int me = *(int *)number;

    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&lock);
        while (BUG != 1 && turn != me)
            pthread_cond_wait(&turned, &lock);
        assert(written % 2 == me);
        written++;
        turn = 1 - me;
        if (BUG != 2)
            pthread_cond_signal(&turned);
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

int main(void)
{
    static int numbers[2] = {0, 1};
    pthread_t one, two;

    pthread_create(&one, NULL, player, &numbers[0]);
    pthread_create(&two, NULL, player, &numbers[1]);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
