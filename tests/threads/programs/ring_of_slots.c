/* A ring of two slots, two producers and two consumers, semaphores. BUG 1: producers do
 * not exclude each other. 2: consumers wait within their lock, which is safe here.
 * 3: slots are never free again. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#define N 2
static struct ring {
    int buf[N];
    unsigned head, tail;
    sem_t free, used, hm, tm;
} r;
static int seen[5];
static void push(int x)
{
    sem_wait(&r.free);
#if BUG != 1
    sem_wait(&r.tm);
#endif
    r.buf[r.tail++ % N] = x;
#if BUG != 1
    sem_post(&r.tm);
#endif
    sem_post(&r.used);
}
static int pop(void)
{
#if BUG == 2
    sem_wait(&r.hm);
    sem_wait(&r.used);
#else
    sem_wait(&r.used);
    sem_wait(&r.hm);
#endif
    int x = r.buf[r.head++ % N];
    sem_post(&r.hm);
#if BUG != 3
    sem_post(&r.free);
#endif
    return x;
}
static void *prod(void *a)
{
    int b = (int)(long)a;
    push(b);
    push(b + 1);
    return 0;
}
static void *cons(void *a)
{
    for (int i = 0; i < 2; i++) {
        int v = pop();
        __atomic_fetch_add(&seen[v], 1, __ATOMIC_SEQ_CST);
    }
    return a;
}
int main(void)
{
    pthread_t p, p2, c, c2;
    sem_init(&r.free, 0, N);
    sem_init(&r.used, 0, 0);
    sem_init(&r.hm, 0, 1);
    sem_init(&r.tm, 0, 1);
    pthread_create(&p, 0, prod, (void *)1L);
    pthread_create(&p2, 0, prod, (void *)3L);
    pthread_create(&c, 0, cons, 0);
    pthread_create(&c2, 0, cons, 0);
    pthread_join(p, 0);
    pthread_join(p2, 0);
    pthread_join(c, 0);
    pthread_join(c2, 0);
    for (int i = 1; i < 5; i++)
        assert(seen[i] == 1);
    return 0;
}
