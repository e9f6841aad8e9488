/* vmsim info: what a trace is like. */
#include <stdio.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/curve/curve.h"
#include "vmsim/curve/stack_distance.h"
#include "vmsim/phases.h"
#include "vmsim/request.h"

enum { BUCKETS = 33, BAR = 40, PHASES_TOLD = 12 };

static uint64_t window = 10000;

const struct option_row info_options[] = {
    {"window", 0, OPTION_COUNT, &window, "N", "references in a working set's window",
     NULL, 1, 0},
    TRACE_OPTION_ROWS,
    {0},
};

struct info {
    const char *path;
    struct access_totals totals;
    uint64_t references, window;
    uint32_t distinct;
    /* By the distance since the last use: [0] first uses, [1] 1, [2] 2, [3] 3 to 4,
     * [4] 5 to 8, … */
    uint64_t distances[BUCKETS];
    struct phase phases[PHASES_MAX];
    size_t phase_count;
    double working_set;
};

static size_t bucket_of(uint32_t distance)
{
    return distance < 2 ? distance : 33 - (size_t)__builtin_clz(distance - 1);
}

static void measure_distances(struct info *info, const struct trace *trace)
{
    enum { BATCH = 4096 };
    uint32_t distances[BATCH];
    struct stack_distance *stack = stack_distance_new();
    for (size_t begin = 0; begin < trace->count; begin += BATCH) {
        size_t count = trace->count - begin < BATCH ? trace->count - begin : BATCH;
        stack_distance_run(stack, trace->page + begin, count, distances);
        for (size_t i = 0; i < count; i++)
            info->distances[bucket_of(distances[i])]++;
    }
    stack_distance_free(stack);
}

static void measure(struct info *info, struct trace *trace)
{
    info->references = trace->count;
    info->distinct = trace->pages.count;
    info->window = window < trace->count ? window : trace->count;
    trace_look_ahead(trace);
    info->working_set = working_set(trace, info->window);
    measure_distances(info, trace);
    info->phase_count = phases_find(trace, info->phases);
}

static uint64_t writes_of(const struct info *info)
{
    return info->totals.kinds[ACCESS_WRITE] + info->totals.kinds[ACCESS_MODIFY];
}

static void bucket_bounds(size_t bucket, uint64_t *least, uint64_t *most)
{
    *most = bucket < 2 ? bucket : 1ull << (bucket - 1);
    *least = bucket < 3 ? *most : *most / 2 + 1;
}

static void json_distances(struct json *json, const struct info *info)
{
    json_array(json, "distances");
    for (size_t i = 1; i < BUCKETS; i++) {
        uint64_t least, most;
        if (info->distances[i] == 0)
            continue;
        bucket_bounds(i, &least, &most);
        json_object(json, NULL);
        json_unsigned(json, "least", least);
        json_unsigned(json, "most", most);
        json_unsigned(json, "references", info->distances[i]);
        json_close(json);
    }
    json_close(json);
}

static void json_phases(struct json *json, const struct info *info)
{
    static const char *const names[] = {"steady", "fresh", "moving"};
    json_array(json, "phases");
    for (size_t i = 0; i < info->phase_count; i++) {
        const struct phase *phase = &info->phases[i];
        json_object(json, NULL);
        json_string(json, "kind", names[phase->kind]);
        json_unsigned(json, "first", phase->begin + 1);
        json_unsigned(json, "last", phase->end);
        json_unsigned(json, "pages", phase->pages);
        json_close(json);
    }
    json_close(json);
}

static void print_json(const struct info *info)
{
    static const char *const names[ACCESS_KINDS] = {"reads", "writes", "modifies",
                                                    "fetches"};
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "trace", info->path);
    json_string(&json, "format", info->totals.format);
    json_unsigned(&json, "references", info->references);
    json_unsigned(&json, "distinct", info->distinct);
    for (size_t i = 0; i < ACCESS_KINDS; i++)
        json_unsigned(&json, names[i], info->totals.kinds[i]);
    json_number(&json, "write_share", (double)writes_of(info) / (double)info->references);
    json_unsigned(&json, "processes", info->totals.processes);
    json_unsigned(&json, "window", info->window);
    json_number(&json, "working_set", info->working_set);
    json_unsigned(&json, "first_uses", info->distances[0]);
    json_distances(&json, info);
    json_phases(&json, info);
    json_end(&json);
}

static void print_bar(const struct info *info, const char *label, uint64_t references)
{
    double part = (double)references / (double)info->references;
    printf("  %-21s %12llu %6.2f%%%s", label, (unsigned long long)references, 100 * part,
           part * BAR >= 0.5 ? " " : "");
    for (int i = 0; i < (int)(part * BAR + 0.5); i++)
        putchar('#');
    putchar('\n');
}

static void print_distances(const struct info *info)
{
    printf("\ndifferent pages since the last use (LRU needs so many frames for a hit)\n");
    print_bar(info, "first use", info->distances[0]);
    for (size_t i = 1; i < BUCKETS; i++) {
        uint64_t least, most;
        char label[48];
        bucket_bounds(i, &least, &most);
        if (info->distances[i] == 0)
            continue;
        if (least == most)
            snprintf(label, sizeof label, "%llu", (unsigned long long)most);
        else
            snprintf(label, sizeof label, "%llu to %llu", (unsigned long long)least,
                     (unsigned long long)most);
        print_bar(info, label, info->distances[i]);
    }
}

static void print_phases(const struct info *info)
{
    printf("\nphases\n");
    for (size_t i = 0; i < info->phase_count && i < PHASES_TOLD; i++) {
        const struct phase *phase = &info->phases[i];
        printf("  %10zu to %10zu  %s, %u different\n", phase->begin + 1, phase->end,
               phase_words(phase->kind), phase->pages);
    }
    if (info->phase_count > PHASES_TOLD)
        printf("  and %zu more\n", info->phase_count - PHASES_TOLD);
}

static void print_text(const struct info *info)
{
    const uint64_t *kinds = info->totals.kinds;
    plain_put(stdout, info->path, strlen(info->path));
    printf(": %s\n", info->totals.format);
    printf("  references   %llu\n", (unsigned long long)info->references);
    printf("  pages        %u different ones\n", info->distinct);
    printf("  reads        %llu\n", (unsigned long long)kinds[ACCESS_READ]);
    printf("  writes       %llu (%.1f%%)\n", (unsigned long long)writes_of(info),
           100.0 * (double)writes_of(info) / (double)info->references);
    if (kinds[ACCESS_FETCH])
        printf("  fetches      %llu of instructions\n",
               (unsigned long long)kinds[ACCESS_FETCH]);
    if (info->totals.processes > 1)
        printf("  processes    %u\n", info->totals.processes);
    printf("  working set  %.1f pages in %llu references, on average\n",
           info->working_set, (unsigned long long)info->window);
    print_distances(info);
    print_phases(info);
}

int command_info(int argc, char **argv)
{
    (void)argc;
    struct error error;
    struct trace trace;
    cleanup_free struct info *info = xcalloc(1, sizeof *info);
    info->path = argv[0];
    trace_request.totals = &info->totals;
    if (trace_load(&trace, argv[0], &trace_request, &error) < 0)
        die_error(&error);
    measure(info, &trace);
    trace_free(&trace);
    if (common_options.json)
        print_json(info);
    else
        print_text(info);
    return STATUS_OK;
}
