/* A lock for readers and writers that lets writers first. BUG 1: the last reader but one
 * wakes the writer. 2: the writer does not look at readers. 3: one of the readers is
 * woken. */
#include <assert.h>
#include <pthread.h>
typedef struct {
    pthread_mutex_t m;
    pthread_cond_t r, w;
    int readers, writing, waiting;
} rw_t;
static rw_t rw = {PTHREAD_MUTEX_INITIALIZER,
                  PTHREAD_COND_INITIALIZER,
                  PTHREAD_COND_INITIALIZER,
                  0,
                  0,
                  0};
static int data[2];
static void read_begin(rw_t *l)
{
    pthread_mutex_lock(&l->m);
    while (l->writing || l->waiting)
        pthread_cond_wait(&l->r, &l->m);
    l->readers++;
    pthread_mutex_unlock(&l->m);
}
static void read_end(rw_t *l)
{
    pthread_mutex_lock(&l->m);
#if BUG == 1
    if (--l->readers == 1)
        pthread_cond_signal(&l->w);
#else
    if (--l->readers == 0)
        pthread_cond_signal(&l->w);
#endif
    pthread_mutex_unlock(&l->m);
}
static void write_begin(rw_t *l)
{
    pthread_mutex_lock(&l->m);
    l->waiting++;
#if BUG == 2
    while (l->writing)
        pthread_cond_wait(&l->w, &l->m);
#else
    while (l->writing || l->readers)
        pthread_cond_wait(&l->w, &l->m);
#endif
    l->waiting--;
    l->writing = 1;
    pthread_mutex_unlock(&l->m);
}
static void write_end(rw_t *l)
{
    pthread_mutex_lock(&l->m);
    l->writing = 0;
    pthread_cond_signal(&l->w);
#if BUG != 3
    pthread_cond_broadcast(&l->r);
#else
    if (!l->waiting)
        pthread_cond_signal(&l->r);
#endif
    pthread_mutex_unlock(&l->m);
}
static void *reader(void *u)
{
    read_begin(&rw);
    assert(data[0] == data[1]);
    read_end(&rw);
    return u;
}
static void *writer(void *u)
{
    write_begin(&rw);
    data[0]++;
    data[1]++;
    write_end(&rw);
    return u;
}
int main(void)
{
    pthread_t t[4];
    int n = 0;
    pthread_create(&t[n++], 0, reader, 0);
    pthread_create(&t[n++], 0, writer, 0);
    pthread_create(&t[n++], 0, reader, 0);
    while (n)
        pthread_join(t[--n], 0);
    assert(data[0] == 1);
    return 0;
}
