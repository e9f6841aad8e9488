/* What reading and curves cost, for tests/bench/curve.sh: CPU time of this process, the
 * median of some rounds, beside the floor: one hash look-up per reference, and a naive
 * stack. The trace grows 1, 10 and 100 times, to show that the cost stays flat.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "vmsim/curve/curve.h"
#include "vmsim/curve/stack_distance.h"
#include "vmsim/generators.h"

enum { ROUNDS = 5, PAGES = 1000000, NAIVE = 30000 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct setting {
    const char *path;
    size_t count;
    struct trace trace; /* loaded, for those who need no reading */
};

static double measure(void (*work)(struct setting *setting), struct setting *setting)
{
    double times[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double start = seconds();
        work(setting);
        times[i] = seconds() - start;
    }
    qsort(times, ROUNDS, sizeof *times, by_size);
    return times[ROUNDS / 2];
}

static void load(struct setting *setting)
{
    struct trace trace;
    struct error error;
    struct trace_options options = {.format = "auto"};
    if (trace_load(&trace, setting->path, &options, &error) < 0)
        die_error(&error);
    trace_free(&trace);
}

static void read_only(struct setting *setting)
{
    cleanup_free struct access_batch *batch = xcalloc(1, sizeof *batch);
    struct error error;
    struct trace_options options = {.format = "auto"};
    struct reader *reader = reader_open(setting->path, &options, &error);
    if (!reader)
        die_error(&error);
    while (reader_read(reader, batch, &error) == 0 && batch->count > 0)
        continue;
    reader_close(reader);
}

static void number(struct setting *setting)
{
    enum { BATCH = 8192 };
    uint64_t numbers[BATCH];
    uint32_t ids[BATCH];
    struct pages pages = {0};
    for (size_t begin = 0; begin < setting->count; begin += BATCH) {
        size_t count = setting->count - begin < BATCH ? setting->count - begin : BATCH;
        for (size_t i = 0; i < count; i++)
            numbers[i] = setting->trace.pages.numbers[setting->trace.page[begin + i]];
        pages_number(&pages, numbers, count, ids);
    }
    pages_free(&pages);
}

static void lru_curve(struct setting *setting)
{
    struct curve curve;
    struct choice choice;
    struct error error;
    choice_parse(&choice, "lru", &error);
    if (curve_measure(&curve, &setting->trace, &choice, NULL, &error) < 0)
        die_error(&error);
    curve_free(&curve);
}

static void sampled_curve(struct setting *setting)
{
    struct curve curve;
    struct error error;
    struct trace_options options = {.format = "auto"};
    if (curve_sample(&curve, setting->path, &options, 0.01, 1, &error) < 0)
        die_error(&error);
    curve_free(&curve);
}

static void naive_stack(struct setting *setting)
{
    cleanup_free uint32_t *list = xcalloc(NAIVE, sizeof *list);
    uint32_t length = 0;
    for (size_t i = 0; i < NAIVE && i < setting->count; i++) {
        uint32_t page = setting->trace.page[i], place = 0;
        while (place < length && list[place] != page)
            place++;
        length += place == length;
        memmove(list + 1, list, place * sizeof *list);
        list[0] = page;
    }
}

static void write_trace(const char *path, size_t count, bool text)
{
    struct generator_setup setup = {.pages = PAGES, .seed = 42, .alpha = 1};
    struct generator *generator = generator_new(generator_find("zipf"), &setup);
    FILE *file = fopen(path, "w");
    if (!file)
        die(STATUS_HOST, "cannot write %s", path);
    for (size_t i = 0; i < count; i++) {
        uint64_t page = generator_next(generator);
        if (text)
            fprintf(file, "%llu\n", (unsigned long long)page);
        else
            fwrite(&page, sizeof page, 1, file);
    }
    fclose(file);
    generator_free(generator);
}

static void report(const char *what, double time, size_t count, double floor)
{
    printf("  %-34s %8.1f ns/reference %8.1f M/s %7.2f x floor\n", what,
           time / (double)count * 1e9, (double)count / time / 1e6, time / floor);
}

static void measure_size(const char *path, size_t count)
{
    struct setting setting = {.path = path, .count = count};
    struct error error;
    struct trace_options options = {.format = "auto"};
    write_trace(path, count, true);
    double text = measure(read_only, &setting);
    write_trace(path, count, false);
    if (trace_load(&setting.trace, path, &options, &error) < 0)
        die_error(&error);
    double floor = measure(number, &setting);
    printf("zipf, %zu references to %u pages\n", count, setting.trace.pages.count);
    report("floor: one hash look-up", floor, count, floor);
    report("read text", text, count, floor);
    report("read u64", measure(read_only, &setting), count, floor);
    report("read u64 and number the pages", measure(load, &setting), count, floor);
    report("LRU at every size, from memory", measure(lru_curve, &setting), count, floor);
    report("LRU sampled at 0.01, from the file", measure(sampled_curve, &setting), count,
           floor);
    double naive = measure(naive_stack, &setting);
    printf("  %-34s %8.1f ns/reference\n", "a list in place of the levels",
           naive / (double)(count < NAIVE ? count : NAIVE) * 1e9);
    trace_free(&setting.trace);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    for (size_t count = 200000; count <= 20000000; count *= 10)
        measure_size(argv[1], count);
    return 0;
}
