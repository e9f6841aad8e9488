/* Verifies many exercises, several at a time. Each has a process of its own, whose
 * output is a file in memory: it is printed in the order of the exercises, whoever
 * comes first. The counts come back through shared memory, so that a worker that
 * dies loses only itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/pool.h"
#include "labs/verify.h"

struct job {
    int output;
    int status; /* as waitpid gives it */
    bool over;
};

struct crew {
    const struct exercise *const *exercises;
    const struct verify_options *options;
    struct job *jobs;
    struct verify_result *results; /* shared with the workers */
    struct verify_result *sum;
    size_t count, printed;
};

static int make_output(void *context, size_t index, struct error *error)
{
    const struct crew *crew = context;
    crew->jobs[index].output = memfd_create("verify", MFD_CLOEXEC);
    if (crew->jobs[index].output < 0)
        return error_errno(error, STATUS_HOST, "cannot start to verify %s",
                           crew->exercises[index]->name);
    return 0;
}

static int work(void *context, size_t index)
{
    const struct crew *crew = context;
    if (dup2(crew->jobs[index].output, STDOUT_FILENO) < 0)
        return 1;
    verify_exercise(crew->exercises[index], crew->options, &crew->results[index]);
    return 0;
}

static void copy_out(int from)
{
    char bytes[4096];
    ssize_t got;
    lseek(from, 0, SEEK_SET);
    while ((got = read(from, bytes, sizeof bytes)) > 0)
        fwrite(bytes, 1, (size_t)got, stdout);
    fflush(stdout);
    close(from);
}

static void print_one(struct crew *crew, size_t index)
{
    const struct job *job = &crew->jobs[index];
    const struct verify_result *result = &crew->results[index];
    copy_out(job->output);
    crew->sum->good += result->good;
    crew->sum->bad += result->bad;
    crew->sum->skipped += result->skipped;
    if (job->status == 0)
        return;
    crew->sum->bad++;
    warn("the verification of %s itself was ended (wait status %d)",
         crew->exercises[index]->name, job->status);
}

static void over(void *context, size_t index, int status)
{
    struct crew *crew = context;
    crew->jobs[index].over = true;
    crew->jobs[index].status = status;
    while (crew->printed < crew->count && crew->jobs[crew->printed].over)
        print_one(crew, crew->printed++);
}

int verify_exercises(const struct exercise *const *exercises, size_t count,
                     const struct verify_options *options, struct verify_result *sum,
                     struct error *error)
{
    if (!count)
        return 0;
    size_t bytes = count * sizeof(struct verify_result);
    cleanup_free struct job *jobs = xcalloc(count, sizeof *jobs);
    struct crew crew = {exercises, options, jobs, NULL, sum, count, 0};
    crew.results =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (crew.results == MAP_FAILED)
        return error_errno(error, STATUS_HOST, "no memory for %zu exercises", count);
    const struct pool pool = {.count = count,
                              .workers = options->jobs,
                              .context = &crew,
                              .prepare = make_output,
                              .work = work,
                              .over = over};
    enum pool_end end = pool_run(&pool, error);
    munmap(crew.results, bytes);
    return end == POOL_DONE ? 0 : -1;
}
