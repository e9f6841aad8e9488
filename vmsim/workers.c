/* As many threads as there are processors for us, each taking the next piece. */
#include "vmsim/workers.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { WORKERS_MAX = 64 };

struct shift {
    atomic_size_t next;
    size_t count;
    void (*work)(void *self, size_t index);
    void *self;
};

static void *take_pieces(void *argument)
{
    struct shift *shift = argument;
    for (size_t i; (i = atomic_fetch_add(&shift->next, 1)) < shift->count;)
        shift->work(shift->self, i);
    return NULL;
}

static size_t processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : count > WORKERS_MAX ? WORKERS_MAX : (size_t)count;
}

void workers_run_beside(void (*own)(void *self), size_t count,
                        void (*work)(void *self, size_t index), void *self)
{
    struct shift shift = {.count = count, .work = work, .self = self};
    pthread_t threads[WORKERS_MAX];
    /* This thread works too; a thread that cannot be had is no error. */
    size_t wanted = processors() - 1, started = 0;
    while (started < wanted && started + (own == NULL) < count &&
           pthread_create(&threads[started], NULL, take_pieces, &shift) == 0)
        started++;
    if (own)
        own(self);
    take_pieces(&shift);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

void workers_run(size_t count, void (*work)(void *self, size_t index), void *self)
{
    workers_run_beside(NULL, count, work, self);
}
