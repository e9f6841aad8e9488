/* A pool of two workers that is shut down. BUG 1: only one of them is told. 2: nobody is
 * told of work, which the shutdown makes good. 3: the flag is set without the lock. */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
struct task {
    void (*fn)(int);
    int arg;
    struct task *next;
};
struct pool {
    pthread_mutex_t lock;
    pthread_cond_t cond;
    struct task *head, *tail;
    bool stop;
    pthread_t w[2];
};
static struct pool P;
static int done;
static pthread_mutex_t dl = PTHREAD_MUTEX_INITIALIZER;
static void job(int n)
{
    pthread_mutex_lock(&dl);
    done += n;
    pthread_mutex_unlock(&dl);
}
static void *worker(void *arg)
{
    struct pool *p = arg;
    for (;;) {
        pthread_mutex_lock(&p->lock);
        while (!p->head && !p->stop)
            pthread_cond_wait(&p->cond, &p->lock);
        if (!p->head) {
            pthread_mutex_unlock(&p->lock);
            return NULL;
        }
        struct task *t = p->head;
        p->head = t->next;
        if (!p->head)
            p->tail = NULL;
        pthread_mutex_unlock(&p->lock);
        t->fn(t->arg);
        free(t);
    }
}
static void submit(struct pool *p, void (*fn)(int), int arg)
{
    struct task *t = malloc(sizeof *t);
    *t = (struct task){fn, arg, NULL};
    pthread_mutex_lock(&p->lock);
    if (p->tail)
        p->tail->next = t;
    else
        p->head = t;
    p->tail = t;
#if BUG != 2
    pthread_cond_signal(&p->cond);
#endif
    pthread_mutex_unlock(&p->lock);
}
static void shutdown_pool(struct pool *p)
{
#if BUG == 3
    p->stop = true;
    pthread_cond_broadcast(&p->cond);
#else
    pthread_mutex_lock(&p->lock);
    p->stop = true;
#if BUG == 1
    pthread_cond_signal(&p->cond);
#else
    pthread_cond_broadcast(&p->cond);
#endif
    pthread_mutex_unlock(&p->lock);
#endif
    for (int i = 0; i < 2; i++)
        pthread_join(p->w[i], NULL);
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->cond);
}
int main(void)
{
    pthread_mutex_init(&P.lock, NULL);
    pthread_cond_init(&P.cond, NULL);
    for (int i = 0; i < 2; i++)
        pthread_create(&P.w[i], NULL, worker, &P);
    submit(&P, job, 1);
    submit(&P, job, 2);
    shutdown_pool(&P);
    assert(done == 3);
    return 0;
}
