/* How fast vmsim is, for tests/bench/vmsim.sh: nanoseconds per reference, the best
 * of several rounds, beside the sum of the same numbers, which is what memory
 * alone allows, and a naive simulator.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/random.h"
#include "tests/vmsim/naive.h"
#include "vmsim/faults.h"

enum { ROUNDS = 7, ZIPF_COUNT = 4000000, ZIPF_PAGES = 1000000, NAIVE_COUNT = 20000 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void report(const char *trace, const char *what, double best, size_t count,
                   double sum)
{
    double each = best / (double)count * 1e9;
    printf("%-8s %-24s %9.2f ns/ref %8.1f Mref/s %9.1f x sum\n", trace, what, each,
           1000 / each, sum > 0 ? best / sum : 1.0);
}

static double time_sum(const uint64_t *numbers, size_t count)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        uint64_t sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += numbers[i];
        __asm__ volatile("" : : "r"(sum));
        best = fmin(best, seconds() - start);
    }
    return best;
}

static double time_numbering(const uint64_t *numbers, size_t count, uint32_t *ids)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        struct pages pages = {0};
        double start = seconds();
        pages_number(&pages, numbers, count, ids);
        best = fmin(best, seconds() - start);
        pages_free(&pages);
    }
    return best;
}

static double time_policy(const struct trace *trace, const char *name, uint32_t frames)
{
    struct choice choice;
    struct references all = trace_references(trace, 0, trace->count);
    double best = 1e9;
    choice_parse(&choice, name, NULL);
    for (int round = 0; round < ROUNDS; round++) {
        struct memory *memory = faults_memory(trace, &choice, frames, NULL);
        double start = seconds();
        memory_run(memory, &all);
        best = fmin(best, seconds() - start);
        memory_free(memory);
    }
    return best;
}

static double time_naive(const struct trace *trace, uint32_t frames)
{
    static struct naive naive;
    uint32_t left;
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        naive = (struct naive){.policy = NAIVE_LRU, .frames = frames};
        for (size_t time = 0; time < NAIVE_COUNT; time++)
            naive_reference(&naive, trace->page, time, trace->count, &left);
        best = fmin(best, seconds() - start);
    }
    return best;
}

static void measure(const char *name, const uint64_t *numbers, size_t count,
                    uint32_t frames)
{
    static const char *const policies[] = {"fifo", "lru", "clock", "random", "opt"};
    struct trace trace = {.count = count, .size = count};
    char what[64];
    double sum = time_sum(numbers, count);
    trace.page = xcalloc(count, sizeof *trace.page);
    report(name, "sum", sum, count, 0);
    report(name, "number pages densely", time_numbering(numbers, count, trace.page),
           count, sum);
    pages_number(&trace.pages, numbers, count, trace.page);
    double start = seconds();
    trace_look_ahead(&trace);
    report(name, "look ahead", seconds() - start, count, sum);
    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
        snprintf(what, sizeof what, "%s, %u frames", policies[i], frames);
        report(name, what, time_policy(&trace, policies[i], frames), count, sum);
    }
    snprintf(what, sizeof what, "naive lru, %d frames", 1024);
    double naive = time_naive(&trace, 1024);
    report(name, what, naive, NAIVE_COUNT, sum * NAIVE_COUNT / (double)count);
    printf("%-8s lru is %.0f times as fast as the naive one\n", name,
           naive / NAIVE_COUNT / (time_policy(&trace, "lru", 1024) / (double)count));
    trace_free(&trace);
}

/* Zipf, alpha 1: the page of rank k is drawn with a chance of 1/k. */
static void measure_zipf(void)
{
    double *sums = xcalloc(ZIPF_PAGES, sizeof *sums), total = 0;
    uint64_t *numbers = xcalloc(ZIPF_COUNT, sizeof *numbers);
    struct random random = {42};
    for (size_t k = 0; k < ZIPF_PAGES; k++)
        sums[k] = total += 1.0 / (double)(k + 1);
    for (size_t i = 0; i < ZIPF_COUNT; i++) {
        double u = (double)(random_next(&random) >> 11) * 0x1p-53 * total;
        size_t low = 0, high = ZIPF_PAGES - 1;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (sums[middle] > u)
                high = middle;
            else
                low = middle + 1;
        }
        numbers[i] = (low * 2654435761 + 12345) % ZIPF_PAGES;
    }
    measure("zipf", numbers, ZIPF_COUNT, 10000);
    free(sums);
    free(numbers);
}

int main(int argc, char **argv)
{
    struct trace mix;
    struct error error;
    struct trace_options options = {.format = "auto", .page_size = 0};
    if (argc != 2 || trace_load(&mix, argv[1], &options, &error) < 0)
        die(STATUS_REQUEST, "usage: vmsim-bench tests/vmsim/data/mix200k.u64.xz");
    uint64_t *numbers = xcalloc(mix.count, sizeof *numbers);
    for (size_t time = 0; time < mix.count; time++)
        numbers[time] = trace_page_number(&mix, time);
    measure("mix200k", numbers, mix.count, 1024);
    free(numbers);
    trace_free(&mix);
    measure_zipf();
    return 0;
}
