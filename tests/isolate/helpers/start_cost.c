/* What it costs to start a program in different ways: medians of interleaved runs.
 *
 *   start_cost ROUNDS NAME COMMAND… -- NAME COMMAND… …
 *
 * A NAME that begins with "@" is run as the user nobody, if root runs this; one that
 * begins with "~" without the real-time priority that this may have.
 *
 * A line for each: the median in microseconds and its ratio to that of the first, the
 * fastest round and its ratio, the median of the processor time of all processes that
 * were waited for and its ratio, and the largest resident size of one in KiB. The runs
 * take turns, so that what disturbs the machine disturbs all of them; on a busy one the
 * fastest round and the processor time say more than the median does. After each there is
 * a pause: the kernel frees namespaces and groups when their last process has gone, and
 * nobody shall pay for who was there before.
 */
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WAYS_MAX = 16, PAUSE_MILLISECONDS = 10 };

struct way {
    const char *name;
    char **argv;
    double *microseconds, *processor;
    long peak; /* KiB */
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static double of_timeval(struct timeval time)
{
    return (double)time.tv_sec * 1e6 + (double)time.tv_usec;
}

static void become_nobody(void)
{
    enum { NOBODY = 65534 };
    if (geteuid() == 0 &&
        (setgroups(0, NULL) < 0 || setgid(NOBODY) < 0 || setuid(NOBODY) < 0))
        _exit(127);
}

static void lose_priority(void)
{
    const struct sched_param none = {0};
    if (sched_setscheduler(0, SCHED_OTHER, &none) < 0)
        _exit(127);
}

static void run_once(struct way *way, int round)
{
    int status;
    struct rusage usage;
    char **argv = way->argv;
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        if (*way->name == '@')
            become_nobody();
        if (*way->name == '~')
            lose_priority();
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
    way->microseconds[round] = now() - start;
    way->processor[round] = of_timeval(usage.ru_utime) + of_timeval(usage.ru_stime);
    poll(NULL, 0, PAUSE_MILLISECONDS);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(const struct way *way, const struct way *measure, int rounds)
{
    double median = way->microseconds[rounds / 2], fastest = way->microseconds[0],
           processor = way->processor[rounds / 2];
    printf("%-38s %7.0f %5.2f %7.0f %5.2f %7.0f %5.2f %6ld\n", way->name, median,
           median / measure->microseconds[rounds / 2], fastest,
           fastest / measure->microseconds[0], processor,
           processor / measure->processor[rounds / 2], way->peak);
}

int main(int argc, char **argv)
{
    struct way ways[WAYS_MAX];
    int count = 0, rounds = argc > 3 ? atoi(argv[1]) : 0;
    if (rounds < 1)
        return 2;
    for (int i = 2; i < argc && count < WAYS_MAX; i++) {
        ways[count] =
            (struct way){argv[i], argv + i + 1, calloc((size_t)rounds, sizeof(double)),
                         calloc((size_t)rounds, sizeof(double)), 0};
        while (i < argc && strcmp(argv[i], "--") != 0)
            i++;
        argv[i] = NULL;
        count++;
    }
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < count; i++)
            run_once(&ways[i], round);
    printf("%-38s %13s %13s %13s %6s\n", "", "median, us", "fastest", "processor", "KiB");
    for (int i = 0; i < count; i++) {
        qsort(ways[i].microseconds, (size_t)rounds, sizeof(double), ascending);
        qsort(ways[i].processor, (size_t)rounds, sizeof(double), ascending);
        print(&ways[i], &ways[0], rounds);
    }
    for (int i = 0; i < count; i++) {
        free(ways[i].microseconds);
        free(ways[i].processor);
    }
    return 0;
}
