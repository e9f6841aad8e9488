/* What a filter costs, each way to come by one: medians in microseconds, and the ratio to
 * libseccomp's compiling the same profile. filter_cost [ROUNDS] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/seccomp/filter.h"
#include "isolate/seccomp/profile.h"

enum { WAYS = 4, ROUNDS_MAX = 10000 };

static double samples[WAYS][ROUNDS_MAX];

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void compile(void)
{
    struct filter_wish wish = {.capabilities = 1u << 25}; /* sys_time: not built in */
    struct profile_rules made;
    struct filter filter;
    struct error error;
    profile_make(&wish, &made);
    if (filter_compile(made.stages, &filter, &error) < 0)
        die_error(&error);
    filter_free(&filter);
    profile_free(&made);
}

static void from_cache(void)
{
    struct filter_wish wish = {.capabilities = 1u << 25};
    struct filter filter;
    struct error error;
    if (filter_default(&wish, &filter, &error) < 0)
        die_error(&error);
    filter_free(&filter);
}

static void built_in(void)
{
    struct filter_wish wish = {0};
    struct filter filter;
    filter_default(&wish, &filter, NULL);
}

/* In a child, which measures for itself: nobody gets rid of a filter again. */
static double load(void)
{
    int pipes[2];
    double took = 0;
    if (pipe(pipes) < 0)
        die(STATUS_HOST, "pipe");
    pid_t child = fork();
    if (child == 0) {
        struct filter_wish wish = {0};
        struct filter filter;
        filter_default(&wish, &filter, NULL);
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        double begin = now();
        if (filter_load(&filter.program, filter.flags, NULL) < 0)
            _exit(1);
        took = now() - begin;
        _exit(write(pipes[1], &took, sizeof took) != sizeof took);
    }
    if (read(pipes[0], &took, sizeof took) != sizeof took)
        die(STATUS_HOST, "the filter cannot be loaded here");
    close(pipes[0]);
    close(pipes[1]);
    waitpid(child, NULL, 0);
    return took;
}

static double timed(void (*way)(void))
{
    double begin = now();
    way();
    return now() - begin;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    static const char *const names[WAYS] = {
        "compile by libseccomp", "take from the cache", "take what is built in",
        "load into the kernel"};
    int rounds = argc > 1 ? atoi(argv[1]) : 100;
    if (rounds < 1 || rounds > ROUNDS_MAX)
        return STATUS_REQUEST;
    for (int i = 0; i < rounds; i++) { /* interleaved: all ways see the same machine */
        samples[0][i] = timed(compile);
        samples[1][i] = timed(from_cache);
        samples[2][i] = timed(built_in);
        samples[3][i] = load();
    }
    for (int way = 0; way < WAYS; way++)
        qsort(samples[way], (size_t)rounds, sizeof(double), by_size);
    for (int way = 0; way < WAYS; way++)
        printf("%-24s %9.1f us  %7.4f of compiling\n", names[way],
               samples[way][rounds / 2],
               samples[way][rounds / 2] / samples[0][rounds / 2]);
    return STATUS_OK;
}
