/* A worker that dies loses only its own job: what it has to say goes through what both
 * share (a file, memory), never through its memory alone.
 */
#include "labs/pool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

struct crew {
    const struct pool *pool;
    pid_t *workers; /* of each job; 0: not begun, or over */
    size_t begun;
    unsigned running, most;
};

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
    interrupted = signal;
}

static void on_interrupt(void (*handler)(int))
{
    const struct sigaction action = {.sa_handler = handler}; /* ends waitpid() */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

static unsigned processors(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (unsigned)online : 1;
}

static _Noreturn void work(const struct pool *pool, size_t job, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (pool->interruptible)
        on_interrupt(SIG_DFL);
    if (getppid() != parent)
        _exit(1);
    int status = pool->work(pool->context, job);
    fflush(NULL);
    _exit(status);
}

static int begin(struct crew *crew, struct error *error)
{
    const struct pool *pool = crew->pool;
    size_t job = crew->begun;
    pid_t parent = getpid();
    if (pool->prepare && pool->prepare(pool->context, job, error) < 0)
        return -1;
    fflush(NULL); /* or the worker prints it again */
    pid_t worker = fork();
    if (worker == 0)
        work(pool, job, parent);
    if (worker < 0)
        return error_errno(error, STATUS_HOST, "cannot start a worker");
    crew->workers[job] = worker;
    crew->begun++;
    crew->running++;
    return 0;
}

static void wait_for_one(struct crew *crew)
{
    int status;
    pid_t ended = waitpid(-1, &status, 0);
    if (ended < 0 && errno == ECHILD)
        crew->running = 0;
    for (size_t job = 0; ended > 0 && job < crew->begun; job++) {
        if (crew->workers[job] != ended)
            continue;
        crew->workers[job] = 0;
        crew->running--;
        if (crew->pool->over)
            crew->pool->over(crew->pool->context, job, status);
    }
}

static void kill_all(const struct crew *crew)
{
    for (size_t job = 0; job < crew->begun; job++)
        if (crew->workers[job])
            kill(crew->workers[job], SIGKILL);
}

static int run(struct crew *crew, struct error *error)
{
    int outcome = 0;
    size_t count = crew->pool->count;
    while (outcome == 0 && !interrupted && (crew->running || crew->begun < count)) {
        while (outcome == 0 && crew->begun < count && crew->running < crew->most)
            outcome = begin(crew, error);
        if (crew->running)
            wait_for_one(crew);
    }
    return outcome;
}

enum pool_end pool_run(const struct pool *pool, struct error *error)
{
    cleanup_free pid_t *workers = xcalloc(pool->count + 1, sizeof *workers);
    struct crew crew = {.pool = pool,
                        .workers = workers,
                        .most = pool->workers ? pool->workers : processors()};
    interrupted = 0;
    if (pool->interruptible)
        on_interrupt(interrupt);
    int outcome = run(&crew, error);
    if (pool->interruptible) {
        on_interrupt(SIG_DFL);
        if (outcome < 0 || interrupted)
            kill_all(&crew);
    }
    while (crew.running)
        wait_for_one(&crew);
    if (outcome < 0)
        return POOL_FAILED;
    return interrupted ? POOL_INTERRUPTED : POOL_DONE;
}
