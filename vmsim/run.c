/* vmsim run: every policy at every size over one trace, counted and timed.
 *
 * The trace is read once; what is timed is the simulation alone.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "vmsim/choice.h"
#include "vmsim/commands.h"
#include "vmsim/faults.h"
#include "vmsim/request.h"
#include "vmsim/trace.h"

static const char *policy_text = "fifo,lru,clock,opt", *frames_text;

const struct option_row run_options[] = {
    {"policy", 'p', OPTION_TEXT, &policy_text, "LIST",
     "policies, such as fifo,lru,clock:bits=2,insert=0", NULL, 0, 0},
    {"frames", 'f', OPTION_TEXT, &frames_text, "LIST",
     "numbers of frames, such as 64,512, or percent of the trace's pages: 10%", NULL, 0,
     0},
    TRACE_OPTION_ROWS,
    {0},
};

struct result {
    const char *trace;
    const struct choice *choice;
    uint32_t frames;
    uint32_t distinct;
    struct memory_counts counts;
    double seconds;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int simulate(const struct trace *trace, struct result *result, struct error *error)
{
    struct memory *memory = faults_memory(trace, result->choice, result->frames, error);
    if (!memory)
        return -1;
    struct references all = trace_references(trace, 0, trace->count);
    double start = now();
    memory_run(memory, &all);
    result->seconds = now() - start;
    result->counts = memory->counts;
    memory_free(memory);
    return 0;
}

static void print_json(const struct result *result)
{
    const struct memory_counts *counts = &result->counts;
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "trace", result->trace);
    json_string(&json, "policy", result->choice->name);
    json_unsigned(&json, "frames", result->frames);
    json_unsigned(&json, "references", counts->references);
    json_unsigned(&json, "distinct", result->distinct);
    json_unsigned(&json, "faults", counts->faults);
    json_unsigned(&json, "hits", counts->references - counts->faults);
    json_unsigned(&json, "evictions", counts->evictions);
    json_unsigned(&json, "writebacks", counts->writebacks);
    json_number(&json, "seconds", result->seconds);
    json_end(&json);
}

/* Traces without writes have no write-backs: the column is left out. */
static void print_head(const struct trace *trace, const char *path, int width)
{
    printf("%s: %zu references to %u pages\n\n", path, trace->count, trace->pages.count);
    printf("%-*s %10s %12s %8s %12s %12s%s %9s\n", width, "policy", "frames", "faults",
           "rate", "hits", "evictions", trace->write ? "   writebacks" : "", "seconds");
}

static void print_row(const struct trace *trace, const struct result *result, int width)
{
    const struct memory_counts *counts = &result->counts;
    printf("%-*s %10u %12llu %7.2f%% %12llu %12llu", width, result->choice->name,
           result->frames, (unsigned long long)counts->faults,
           100.0 * (double)counts->faults / (double)counts->references,
           (unsigned long long)(counts->references - counts->faults),
           (unsigned long long)counts->evictions);
    if (trace->write)
        printf(" %12llu", (unsigned long long)counts->writebacks);
    printf(" %9.6f\n", result->seconds);
}

static int name_columns(const struct choices *choices)
{
    enum { USUAL = 24 };
    size_t width = USUAL;
    for (size_t i = 0; i < choices->count; i++)
        if (strlen(choices->items[i].name) > width)
            width = strlen(choices->items[i].name);
    return (int)width;
}

/* What cannot be had is known before the first line of the table is printed. */
static int reserve_largest(const struct trace *trace, const struct choices *choices,
                           const struct frame_list *frames, struct error *error)
{
    uint32_t largest = 0;
    for (size_t f = 0; f < frames->count; f++)
        largest = frames->items[f] > largest ? frames->items[f] : largest;
    for (size_t i = 0; i < choices->count; i++) {
        struct memory *memory = faults_memory(trace, &choices->items[i], largest, error);
        if (!memory)
            return -1;
        memory_free(memory);
    }
    return 0;
}

static int run_all(struct trace *trace, const char *path, const struct choices *choices,
                   const struct frame_list *frames, struct error *error)
{
    for (size_t i = 0; i < choices->count; i++)
        if (choices->items[i].type->needs_future)
            trace_look_ahead(trace);
    int width = name_columns(choices);
    if (reserve_largest(trace, choices, frames, error) < 0)
        return -1;
    if (!common_options.json)
        print_head(trace, path, width);
    for (size_t f = 0; f < frames->count; f++) {
        for (size_t i = 0; i < choices->count; i++) {
            struct result result = {.trace = path,
                                    .choice = &choices->items[i],
                                    .frames = frames->items[f],
                                    .distinct = trace->pages.count};
            if (simulate(trace, &result, error) < 0)
                return -1;
            if (common_options.json)
                print_json(&result);
            else
                print_row(trace, &result, width);
        }
    }
    return 0;
}

int command_run(int argc, char **argv)
{
    (void)argc;
    struct error error;
    struct trace trace;
    struct frame_list frames;
    cleanup_free struct choices *choices = xcalloc(1, sizeof *choices);
    if (!frames_text)
        die(STATUS_REQUEST, "--frames is missing: how many frames has the memory? Try "
                            "--frames 64,512");
    /* Requests are judged before a long trace is read. */
    if (choices_parse(choices, policy_text, &error) < 0 ||
        frame_list_parse(&frames, frames_text, &error) < 0 ||
        trace_load(&trace, argv[0], &trace_request, &error) < 0 ||
        frame_list_resolve(&frames, trace.pages.count, &error) < 0)
        die_error(&error);
    int status = run_all(&trace, argv[0], choices, &frames, &error);
    trace_free(&trace);
    if (status < 0)
        die_error(&error);
    return STATUS_OK;
}
