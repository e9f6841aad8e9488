/* One place, one lock, two conditions: every letter is read once. BUG 1: the
 * reader forgets that the place is empty again. 2: the writer writes over a letter
 * that was not read. */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static pthread_cond_t emptied = PTHREAD_COND_INITIALIZER;
static bool has_letter;
static int letter;

static void *writer(void *unused)
{
    for (int i = 1; i <= 2; i++) {
        pthread_mutex_lock(&lock);
        while (BUG != 2 && has_letter)
            pthread_cond_wait(&emptied, &lock);
        letter = i;
        has_letter = true;
        pthread_cond_signal(&filled);
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void *reader(void *unused)
{
    int sum = 0;

    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&lock);
        while (!has_letter)
            pthread_cond_wait(&filled, &lock);
        sum += letter;
        if (BUG != 1)
            has_letter = false;
        pthread_cond_signal(&emptied);
        pthread_mutex_unlock(&lock);
    }
    assert(sum == 3);
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
