/* Verifies many exercises, several at a time. Each has a process of its own, whose
 * output is a file in memory: it is printed in the order of the exercises, whoever
 * comes first. The counts come back through shared memory, so that a worker that
 * dies loses only itself.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/verify.h"

struct job {
    pid_t worker; /* 0: not begun, or over */
    int output;
    int status; /* as waitpid gives it */
    bool over;
};

struct crew {
    const struct exercise *const *exercises;
    const struct verify_options *options;
    struct job *jobs;
    struct verify_result *results; /* shared with the workers */
    size_t count, begun, printed;
    unsigned running;
};

static _Noreturn void work(const struct crew *crew, size_t index, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || dup2(crew->jobs[index].output, STDOUT_FILENO) < 0)
        _exit(1);
    verify_exercise(crew->exercises[index], crew->options, &crew->results[index]);
    fflush(stdout);
    _exit(0);
}

static int begin(struct crew *crew, struct error *error)
{
    struct job *job = &crew->jobs[crew->begun];
    pid_t parent = getpid();
    job->output = memfd_create("verify", MFD_CLOEXEC);
    fflush(stdout);
    job->worker = job->output < 0 ? -1 : fork();
    if (job->worker == 0)
        work(crew, crew->begun, parent);
    if (job->worker < 0) {
        job->worker = 0;
        return error_errno(error, STATUS_HOST, "cannot start to verify %s",
                           crew->exercises[crew->begun]->name);
    }
    crew->begun++;
    crew->running++;
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

static void print_what_is_ready(struct crew *crew, struct verify_result *sum)
{
    for (; crew->printed < crew->begun && crew->jobs[crew->printed].over;
         crew->printed++) {
        const struct job *job = &crew->jobs[crew->printed];
        const struct verify_result *result = &crew->results[crew->printed];
        copy_out(job->output);
        sum->good += result->good;
        sum->bad += result->bad;
        sum->skipped += result->skipped;
        if (job->status == 0)
            continue;
        sum->bad++;
        warn("the verification of %s itself was ended (wait status %d)",
             crew->exercises[crew->printed]->name, job->status);
    }
}

static void wait_for_one(struct crew *crew)
{
    int status;
    pid_t ended = waitpid(-1, &status, 0);
    for (size_t i = 0; ended > 0 && i < crew->begun; i++) {
        struct job *job = &crew->jobs[i];
        if (job->over || job->worker != ended)
            continue;
        job->over = true;
        job->status = status;
        crew->running--;
    }
}

int verify_exercises(const struct exercise *const *exercises, size_t count,
                     const struct verify_options *options, struct verify_result *sum,
                     struct error *error)
{
    if (!count)
        return 0;
    size_t bytes = count * sizeof(struct verify_result);
    cleanup_free struct job *jobs = xcalloc(count, sizeof *jobs);
    struct crew crew = {exercises, options, jobs, NULL, count, 0, 0, 0};
    crew.results =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (crew.results == MAP_FAILED)
        return error_errno(error, STATUS_HOST, "no memory for %zu exercises", count);
    int result = 0;
    while (result == 0 && crew.printed < count) {
        while (result == 0 && crew.begun < count && crew.running < options->jobs)
            result = begin(&crew, error);
        if (crew.running)
            wait_for_one(&crew);
        print_what_is_ready(&crew, sum);
    }
    while (crew.running)
        wait_for_one(&crew);
    munmap(crew.results, bytes);
    return result;
}
