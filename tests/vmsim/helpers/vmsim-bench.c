/* How fast the engine is, for tests/bench/vmsim.sh. Everything is processor time of
 * this thread, the median of several rounds in which all take turns, from page
 * numbers in memory as a binary trace has them:
 *
 *     speed FILE FRAMES       every policy, beside a floor: one hash look-up and one
 *                             list operation, written here, sharing no code
 *     flat FILE FRAMES        a hundredth, a tenth and all of the trace
 *     oracle FILE CSV NAME    the rows of the oracle for this trace
 *     once FILE POLICY FRAMES COUNT    for counting instructions; COUNT 0 only reads
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vmsim/faults.h"

enum { ROUNDS = 3, POLICIES_MAX = 40 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *times)
{
    qsort(times, ROUNDS, sizeof *times, by_value);
    return times[ROUNDS / 2];
}

/* ---- the floor: LRU with a table and a list, nothing else ---- */

struct floor_slot {
    uint64_t number; /* plus 1; 0: free */
    uint32_t node, resident;
};

struct floor_node {
    uint32_t older, younger;
};

static uint64_t floor_lru(const uint64_t *numbers, size_t count, uint32_t frames)
{
    enum { BITS = 21, AHEAD = 32 };
    struct floor_slot *slots = xcalloc((size_t)1 << BITS, sizeof *slots);
    struct floor_node *nodes = xcalloc(((size_t)1 << BITS) + 1, sizeof *nodes);
    uint32_t head = 1u << BITS, used = 0;
    uint64_t faults = 0;
    nodes[head] = (struct floor_node){head, head};
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count)
            __builtin_prefetch(
                &slots[numbers[i + AHEAD] * 0x9e3779b97f4a7c15 >> (64 - BITS)]);
        size_t slot = numbers[i] * 0x9e3779b97f4a7c15 >> (64 - BITS);
        while (slots[slot].number && slots[slot].number != numbers[i] + 1)
            slot = (slot + 1) & (head - 1);
        slots[slot].number = numbers[i] + 1;
        uint32_t at = (uint32_t)slot;
        if (slots[slot].resident) {
            nodes[nodes[at].older].younger = nodes[at].younger;
            nodes[nodes[at].younger].older = nodes[at].older;
        } else {
            faults++;
            if (used == frames) {
                uint32_t oldest = nodes[head].younger;
                nodes[nodes[oldest].younger].older = head;
                nodes[head].younger = nodes[oldest].younger;
                slots[oldest].resident = 0;
            } else {
                used++;
            }
            slots[slot].resident = 1;
        }
        nodes[at] = (struct floor_node){nodes[head].older, head};
        nodes[nodes[head].older].younger = at;
        nodes[head].older = at;
    }
    free(slots);
    free(nodes);
    return faults;
}

/* ---- measuring ---- */

struct input {
    uint64_t *numbers;
    struct trace trace;
};

static struct input load(const char *path)
{
    struct input input = {0};
    struct error error;
    struct trace_options options = {.format = "auto"};
    if (trace_load(&input.trace, path, &options, &error) < 0)
        die_error(&error);
    input.numbers = xcalloc(input.trace.count, sizeof *input.numbers);
    for (size_t time = 0; time < input.trace.count; time++)
        input.numbers[time] = trace_page_number(&input.trace, time);
    return input;
}

static double time_numbering(const struct input *input, size_t count)
{
    uint32_t *ids = xcalloc(count, sizeof *ids);
    struct pages pages = {0};
    double start = seconds();
    pages_number(&pages, input->numbers, count, ids);
    double time = seconds() - start;
    pages_free(&pages);
    free(ids);
    return time;
}

static double time_floor(const struct input *input, size_t count, uint32_t frames)
{
    double start = seconds();
    uint64_t faults = floor_lru(input->numbers, count, frames);
    __asm__ volatile("" : : "r"(faults));
    return seconds() - start;
}

static double time_look_ahead(struct trace *trace)
{
    free(trace->next);
    trace->next = NULL;
    double start = seconds();
    trace_look_ahead(trace);
    return seconds() - start;
}

static uint64_t run(const struct trace *trace, const char *name, uint32_t frames,
                    size_t count, double *time)
{
    struct choice choice;
    struct error error;
    if (choice_parse(&choice, name, &error) < 0)
        die_error(&error);
    struct memory *memory = faults_memory(trace, &choice, frames, &error);
    struct references all = trace_references(trace, 0, count);
    double start = seconds();
    memory_run(memory, &all);
    *time = seconds() - start;
    uint64_t faults = memory->counts.faults;
    memory_free(memory);
    return faults;
}

static void report(const char *what, double time, size_t count, double floor_time)
{
    double each = time / (double)count * 1e9;
    printf("%-24s %8.2f ns/ref %8.1f Mref/s %8.2f x floor\n", what, each, 1000 / each,
           time / floor_time);
}

/* With the numbering of pages, as if from cold; OPT with its look into the future. */
static void measure_speed(const char *path, uint32_t frames)
{
    static double times[POLICIES_MAX][ROUNDS], numbering[ROUNDS], floors[ROUNDS],
        future[ROUNDS];
    struct input input = load(path);
    size_t count = input.trace.count;
    for (int round = 0; round < ROUNDS; round++) {
        numbering[round] = time_numbering(&input, count);
        floors[round] = time_floor(&input, count, frames);
        future[round] = time_look_ahead(&input.trace);
        for (size_t p = 0; policy_types[p]; p++)
            run(&input.trace, policy_types[p]->name, frames, count, &times[p][round]);
    }
    double number = median(numbering), floor_time = median(floors);
    double ahead = median(future);
    printf("%zu references to %u pages, %u frames; from page numbers, numbered densely\n",
           count, input.trace.pages.count, frames);
    report("floor: hash and list", floor_time, count, floor_time);
    report("numbering alone", number, count, floor_time);
    for (size_t p = 0; policy_types[p]; p++)
        report(policy_types[p]->name,
               median(times[p]) + number + (policy_types[p]->needs_future ? ahead : 0),
               count, floor_time);
}

static void measure_flat(const char *path, uint32_t frames)
{
    static const char *const names[] = {"fifo", "lru", "clock", "sieve", "s3fifo",
                                        "arc",  "2q",  "lirs",  "lfu",   "opt"};
    struct input input = load(path);
    trace_look_ahead(&input.trace);
    printf("%-12s %12s %12s %12s   ns/ref over a part of the trace\n", "", "1 %", "10 %",
           "100 %");
    for (size_t p = 0; p < sizeof names / sizeof names[0]; p++) {
        printf("%-12s", names[p]);
        for (size_t part = 100; part >= 1; part /= 10) {
            size_t count = input.trace.count / part;
            double times[ROUNDS];
            for (int round = 0; round < ROUNDS; round++)
                run(&input.trace, names[p], frames, count, &times[round]);
            printf(" %12.2f", median(times) / (double)count * 1e9);
        }
        printf("\n");
    }
}

static const char *our_name(const char *theirs)
{
    static const char *const names[][2] = {
        {"belady", "opt"},
        {"clock", "clock:insert=0"},
        {"clock:n-bit-counter=2", "clock:insert=0,bits=2"},
        {"s3fifo:move-to-main-threshold=1", "s3fifo:threshold=1"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!strcmp(names[i][0], theirs))
            return names[i][1];
    return theirs;
}

/* Returns 1 at a difference. */
static int check_oracle(const char *path, const char *csv, const char *name)
{
    char line[256], trace[32], policy[64];
    unsigned frames, refs, rows = 0, wrong = 0;
    unsigned long long misses;
    struct input input = load(path);
    trace_look_ahead(&input.trace);
    FILE *file = fopen(csv, "r");
    while (file && fgets(line, sizeof line, file)) {
        double time;
        if (sscanf(line, "%31[^,],%63[^,],%u,%u,%llu", trace, policy, &frames, &refs,
                   &misses) != 5 ||
            strcmp(trace, name) != 0)
            continue;
        uint64_t faults =
            run(&input.trace, our_name(policy), frames, input.trace.count, &time);
        rows++;
        if (faults != misses) {
            wrong++;
            printf("%s, %u frames: %llu faults, libCacheSim has %llu\n", policy, frames,
                   (unsigned long long)faults, misses);
        }
    }
    printf("%u of %u rows of libCacheSim for %s hold\n", rows - wrong, rows, name);
    return wrong || !rows;
}

int main(int argc, char **argv)
{
    double time;
    if (argc == 4 && !strcmp(argv[1], "speed")) {
        measure_speed(argv[2], (uint32_t)strtoul(argv[3], NULL, 10));
    } else if (argc == 4 && !strcmp(argv[1], "flat")) {
        measure_flat(argv[2], (uint32_t)strtoul(argv[3], NULL, 10));
    } else if (argc == 5 && !strcmp(argv[1], "oracle")) {
        return check_oracle(argv[2], argv[3], argv[4]);
    } else if (argc == 6 && !strcmp(argv[1], "once")) {
        struct input input = load(argv[2]);
        trace_look_ahead(&input.trace);
        run(&input.trace, argv[3], (uint32_t)strtoul(argv[4], NULL, 10),
            strtoul(argv[5], NULL, 10), &time);
    } else {
        die(STATUS_REQUEST, "usage: see the head of vmsim-bench.c");
    }
    return 0;
}
