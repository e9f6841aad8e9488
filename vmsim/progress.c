/* One line that is written over: done, of what, how fast, time left. */
#include "vmsim/progress.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static struct {
    pthread_mutex_t lock;
    double began, shown; /* seconds; 0: not yet */
    bool visible;
} line = {.lock = PTHREAD_MUTEX_INITIALIZER};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void print_line(const char *what, uint64_t done, uint64_t total, double seconds)
{
    double rate = (double)done / seconds;
    fprintf(stderr, "\r\033[K%s: %llu", what, (unsigned long long)done);
    if (total)
        fprintf(stderr, " of %llu, %.0f%%", (unsigned long long)total,
                100.0 * (double)done / (double)total);
    if (rate >= 1e6)
        fprintf(stderr, ", %.1f M/s", rate / 1e6);
    else if (rate >= 10)
        fprintf(stderr, ", %.0f/s", rate);
    if (total && done && done < total)
        fprintf(stderr, ", %.0f s left", (double)(total - done) / rate);
    fflush(stderr);
}

void progress_show(const char *what, uint64_t done, uint64_t total)
{
    if (!isatty(STDERR_FILENO))
        return;
    pthread_mutex_lock(&line.lock);
    double time = now();
    if (line.began == 0)
        line.began = line.shown = time;
    if (time - line.shown >= (line.visible ? 0.25 : 0.5)) {
        print_line(what, done, total, time - line.began);
        line.shown = time;
        line.visible = true;
    }
    pthread_mutex_unlock(&line.lock);
}

void progress_end(void)
{
    pthread_mutex_lock(&line.lock);
    if (line.visible)
        fputs("\r\033[K", stderr);
    line.began = 0;
    line.visible = false;
    pthread_mutex_unlock(&line.lock);
}
