/* A barrier made of a count and a condition variable, used twice. BUG 1: no round
 * number: a slow thread finds the count of the next round. 2: the last to come
 * wakes nobody. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_here = PTHREAD_COND_INITIALIZER;
static int here, round_number;
static int done[2];

static void barrier(void)
{
    pthread_mutex_lock(&lock);
    int my_round = round_number;
    if (++here == 2) {
        here = 0;
        round_number++;
#if BUG != 2
        pthread_cond_broadcast(&all_here);
#endif
    } else {
#if BUG == 1
        (void)my_round;
        while (here != 0)
            pthread_cond_wait(&all_here, &lock);
#else
        while (my_round == round_number)
            pthread_cond_wait(&all_here, &lock);
#endif
    }
    pthread_mutex_unlock(&lock);
}

static void *walk(void *mine)
{
    int *step = mine;

    for (int i = 0; i < 2; i++) {
        (*step)++;
        barrier();
    }
    assert(*step == 2);
    return NULL;
}

int main(void)
{
    pthread_t one, two;

    pthread_create(&one, NULL, walk, &done[0]);
    pthread_create(&two, NULL, walk, &done[1]);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
