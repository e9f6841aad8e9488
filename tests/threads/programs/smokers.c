/* An agent lays two of three things on the table; the smoker who has the third
 * takes both. BUG 1: each smoker takes what he lacks one after the other, and two
 * of them take one thing each. 0: a helper of each thing looks first. */
#include <pthread.h>
#include <semaphore.h>

enum { PAPER, TOBACCO, MATCHES, THINGS };

static sem_t thing[THINGS], smoker_of[THINGS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int on_table[THINGS];

/* PAPER and TOBACCO are laid: the smoker with MATCHES must get both. */
static void *agent(void *unused)
{
    sem_post(&thing[PAPER]);
    sem_post(&thing[TOBACCO]);
    return unused;
}

static void *grab(void *number)
{
    int has = *(int *)number;

    sem_wait(&thing[has == MATCHES ? PAPER : TOBACCO]);
    sem_wait(&thing[has == MATCHES ? TOBACCO : MATCHES]);
    if (has == PAPER)
        return NULL;
    sem_post(
        &thing[TOBACCO]); /* for the other smoker, when this one is done */
    sem_post(&thing[MATCHES]);
    return NULL;
}

static void *help(void *number)
{
    int mine = *(int *)number, other = 1 - mine;

    sem_wait(&thing[mine]);
    pthread_mutex_lock(&lock);
    if (on_table[other]) {
        on_table[other] = 0;
        sem_post(&smoker_of[MATCHES]);
    } else {
        on_table[mine] = 1;
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *smoke(void *unused)
{
    sem_wait(&smoker_of[MATCHES]);
    return unused;
}

int main(void)
{
    static int numbers[THINGS] = {PAPER, TOBACCO, MATCHES};
    pthread_t threads[4];
    int count = BUG == 1 ? 3 : 4;

    for (int i = 0; i < THINGS; i++) {
        sem_init(&thing[i], 0, 0);
        sem_init(&smoker_of[i], 0, 0);
    }
    pthread_create(&threads[0], NULL, agent, NULL);
    if (BUG == 1) {
        pthread_create(&threads[1], NULL, grab, &numbers[MATCHES]);
        pthread_create(&threads[2], NULL, grab, &numbers[PAPER]);
    } else {
        pthread_create(&threads[1], NULL, help, &numbers[PAPER]);
        pthread_create(&threads[2], NULL, help, &numbers[TOBACCO]);
        pthread_create(&threads[3], NULL, smoke, NULL);
    }
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
