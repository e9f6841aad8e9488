/* vmsim curve: fault counts at every size. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/plot.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/curve/curve_output.h"
#include "vmsim/own_policy.h"
#include "vmsim/request.h"

static const char *policy_text = "lru", *frames_text, *sample_text;
static bool csv, svg;
static uint64_t window = 10000, seed = 1;

const struct option_row curve_options[] = {
    {"policy", 'p', OPTION_TEXT, &policy_text, "LIST",
     "policies, such as fifo,opt, or ./mine.c, your own; lru if not given", NULL, 0, 0},
    {"frames", 'f', OPTION_TEXT, &frames_text, "LIST",
     "only at these sizes, such as 8,16,10%", NULL, 0, 0},
    {"sample", 0, OPTION_TEXT, &sample_text, "RATE",
     "estimate LRU from a part of the pages, such as 0.01, in little memory", NULL, 0, 0},
    {"seed", 0, OPTION_COUNT, &seed, "N", "another seed, other pages in the sample", NULL,
     0, 0},
    {"window", 0, OPTION_COUNT, &window, "N", "references in a working set's window",
     NULL, 1, 0},
    {"csv", 0, OPTION_FLAG, &csv, NULL, "print all points as csv", NULL, 0, 0},
    {"svg", 0, OPTION_FLAG, &svg, NULL, "print a picture as svg", NULL, 0, 0},
    OWN_OPTION_ROW,
    TRACE_OPTION_ROWS,
    {0},
};

/* "0.01" or "1%" */
static double read_rate(void)
{
    char *end;
    double rate = strtod(sample_text, &end);
    if (*end == '%')
        rate /= 100, end++;
    if (end == sample_text || *end || !(rate > 0 && rate <= 1))
        die(STATUS_REQUEST, "--sample '%s' is no part; write 0.01 or 1%%, at most 1",
            sample_text);
    return rate;
}

static void terminal_size(int *rows, int *columns)
{
    struct winsize size;
    *rows = 20;
    *columns = 80;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
        return;
    *columns = size.ws_col < 30 ? 30 : size.ws_col > 160 ? 160 : size.ws_col;
    *rows = size.ws_row < 18 ? 12 : size.ws_row > 50 ? 36 : size.ws_row * 2 / 3;
}

static void print(const struct curve_set *set)
{
    int rows, columns;
    terminal_size(&rows, &columns);
    if (common_options.json)
        curves_json(set, stdout);
    else if (csv)
        curves_csv(set, stdout);
    else if (svg)
        curves_svg(set, stdout);
    else
        curves_print(set, rows, columns, stdout);
}

static int sampled(const char *path, struct error *error)
{
    struct curve curve;
    double rate = read_rate();
    if (strcmp(policy_text, "lru") != 0)
        return error_set(
            error, STATUS_REQUEST,
            "--sample is for lru only: of other policies a part of the pages "
            "tells too little; leave --policy %s out",
            policy_text);
    if (curve_sample(&curve, path, &trace_request, rate, seed, error) < 0)
        return -1;
    struct curve_set set = {.trace = path, .curves = &curve, .count = 1};
    print(&set);
    curve_free(&curve);
    return 0;
}

/* A learner's own policy is run twice for each size, in a sandbox: few sizes. */
static int measure_own(struct curve *curve, const struct trace *trace,
                       const struct choice *choice, const struct frame_list *sizes,
                       struct error *error)
{
    enum { EVERY_SIZE_MOST = 16 };
    curve_begin(curve, trace, choice->name, sizes, EVERY_SIZE_MOST);
    cleanup_free struct own_run *runs = xcalloc(curve->count, sizeof *runs);
    for (size_t i = 0; i < curve->count; i++)
        runs[i].frames = curve->frames[i];
    int result = own_policy_simulate(choice, own_bare, trace, runs, curve->count, error);
    for (size_t i = 0; i < curve->count; i++)
        curve->faults[i] = (double)runs[i].counts.faults;
    if (result < 0)
        curve_free(curve);
    return result;
}

static int measure_one(struct curve *curve, const struct trace *trace,
                       const struct choice *choice, const struct frame_list *sizes,
                       struct error *error)
{
    return (choice_is_own(choice) ? measure_own : curve_measure)(curve, trace, choice,
                                                                 sizes, error);
}

static int measure(const char *path, const struct trace *trace,
                   const struct choices *choices, const struct frame_list *sizes,
                   struct error *error)
{
    struct curve curves[PLOT_SERIES_MAX];
    struct curve_set set = {.trace = path, .curves = curves};
    int result = 0;
    for (; result == 0 && set.count < choices->count; set.count += result == 0)
        result = measure_one(&curves[set.count], trace, &choices->items[set.count], sizes,
                             error);
    if (result == 0) {
        set.window = window < trace->count ? window : trace->count;
        set.working_set = working_set(trace, set.window);
        print(&set);
    }
    while (set.count > 0)
        curve_free(&curves[--set.count]);
    return result;
}

/* Own policies are run twice, the second time with another future. */
static bool needs_future(const struct choices *choices)
{
    for (size_t i = 0; i < choices->count; i++)
        if (choice_is_own(&choices->items[i]) || choices->items[i].type->needs_future)
            return true;
    return false;
}

static int exact(const char *path, struct error *error)
{
    struct trace trace;
    struct trace_options options = trace_request;
    struct frame_list sizes;
    cleanup_free struct choices *choices = xcalloc(1, sizeof *choices);
    if (choices_parse_own(choices, policy_text, error) < 0 ||
        (frames_text && frame_list_parse(&sizes, frames_text, error) < 0))
        return -1;
    if (choices->count > PLOT_SERIES_MAX)
        return error_set(error, STATUS_REQUEST, "--policy: more than %d curves",
                         PLOT_SERIES_MAX);
    options.ids_only = true;
    if (trace_load(&trace, path, &options, error) < 0)
        return -1;
    if (needs_future(choices))
        trace_look_ahead(&trace);
    int result = frames_text ? frame_list_resolve(&sizes, trace.pages.count, error) : 0;
    if (result == 0)
        result = measure(path, &trace, choices, frames_text ? &sizes : NULL, error);
    trace_free(&trace);
    return result;
}

int command_curve(int argc, char **argv)
{
    (void)argc;
    struct error error;
    if (csv + svg + common_options.json > 1)
        die(STATUS_REQUEST, "--csv, --svg and --json are three ways to print one curve; "
                            "choose one");
    if (sample_text && frames_text)
        die(STATUS_REQUEST, "--frames and --sample cannot be had at once: a sample tells "
                            "every size");
    if ((sample_text ? sampled : exact)(argv[0], &error) < 0)
        die_error(&error);
    return STATUS_OK;
}
