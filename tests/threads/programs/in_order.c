/* Three threads print numbers in order. BUG 1: one of the waiters is woken. */
#include <pthread.h>
#include <stdio.h>
static int n = 1;
enum { MAX = 6 };
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int mine(int k, int n)
{
    return k == 0   ? n % 2 && n % 3
           : k == 1 ? n % 2 == 0 && n % 3
                    : n % 3 == 0;
}
static void *th(void *a)
{
    int k = *(int *)a;
    pthread_mutex_lock(&m);
    while (n <= MAX) {
        if (!mine(k, n)) {
            pthread_cond_wait(&c, &m);
            continue;
        }
        if (k == 0)
            printf("%d\n", n);
        else
            puts(k == 1 ? "fizz" : "buzz");
        n++;
#if BUG == 1
        pthread_cond_signal(&c);
#else
        pthread_cond_broadcast(&c);
#endif
    }
    pthread_mutex_unlock(&m);
    return 0;
}
int main(void)
{
    pthread_t t[3];
    int id[] = {0, 1, 2};
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], 0, th, id + i);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], 0);
    return 0;
}
