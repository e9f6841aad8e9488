/* What it costs to start a program in different ways: medians of interleaved runs.
 *
 *   start_cost ROUNDS NAME COMMAND… -- NAME COMMAND… …
 *
 * Prints "NAME microseconds ratio KiB", where the first command is the measure and the
 * last number the largest resident size of a process of this way. The
 * runs take turns, so that what disturbs the machine disturbs all of them.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WAYS_MAX = 16 };

struct way {
    const char *name;
    char **argv;
    double *microseconds;
    long peak; /* KiB */
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static double run_once(struct way *way)
{
    int status;
    struct rusage usage;
    char **argv = way->argv;
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[0], argv);
        _exit(127);
    }
    wait4(child, &status, 0, &usage);
    if (usage.ru_maxrss > way->peak)
        way->peak = usage.ru_maxrss;
    if (status != 0) {
        fprintf(stderr, "start_cost: %s failed\n", argv[0]);
        exit(1);
    }
    return now() - start;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    struct way ways[WAYS_MAX];
    int count = 0, rounds = argc > 3 ? atoi(argv[1]) : 0;
    if (rounds < 1)
        return 2;
    for (int i = 2; i < argc && count < WAYS_MAX; i++) {
        ways[count] = (struct way){argv[i], argv + i + 1,
                                   calloc((size_t)rounds, sizeof(double)), 0};
        while (i < argc && strcmp(argv[i], "--") != 0)
            i++;
        argv[i] = NULL;
        count++;
    }
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < count; i++)
            ways[i].microseconds[round] = run_once(&ways[i]);
    double measure = 0;
    for (int i = 0; i < count; i++) {
        qsort(ways[i].microseconds, (size_t)rounds, sizeof(double), ascending);
        double median = ways[i].microseconds[rounds / 2];
        measure = i ? measure : median;
        printf("%-40s %8.0f us  %5.2f  %6ld\n", ways[i].name, median, median / measure,
               ways[i].peak);
        free(ways[i].microseconds);
    }
    return 0;
}
