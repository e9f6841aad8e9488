/* vmsim compare: policies side by side, and beside OPT.
 *
 * A reference at which the policy faults and OPT does not was lost: the policy had
 * evicted the page, and OPT had kept it. One at which OPT faults and the policy does
 * not was won; OPT paid it to win more elsewhere. The gap is the difference, and never
 * negative over the whole trace.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/faults.h"
#include "vmsim/own_policy.h"
#include "vmsim/request.h"
#include "vmsim/spark.h"

enum { PARTS = 40 };

static const char *policy_text = "fifo,lru,clock", *frames_text;

const struct option_row compare_options[] = {
    {"policy", 'p', OPTION_TEXT, &policy_text, "LIST",
     "policies, or ./mine.c, your own; fifo,lru,clock if not given", NULL, 0, 0},
    {"frames", 'f', OPTION_TEXT, &frames_text, "N",
     "number of frames, or percent of the trace's pages: 10%", NULL, 0, 0},
    OWN_OPTION_ROW,
    TRACE_OPTION_ROWS,
    {0},
};

struct comparison {
    const char *trace;
    const struct choice *choice;
    uint32_t frames;
    uint64_t references, faults, opt_faults, evictions;
    uint64_t lost, won;  /* references: see above */
    double parts[PARTS]; /* the gap in each part of the trace */
    size_t worst;        /* the part with the greatest gap */
};

static size_t part_begin(const struct comparison *c, size_t part)
{
    return (size_t)(c->references * part / PARTS);
}

/* 0 for an empty range. */
static double faults_between(const struct faults *faults, size_t begin, size_t end)
{
    if (begin == end)
        return 0;
    return (double)faults_until(faults, end - 1) -
           (begin ? (double)faults_until(faults, begin - 1) : 0);
}

static void judge(struct comparison *c, const struct faults *policy,
                  const struct faults *opt)
{
    c->faults = policy->total;
    c->opt_faults = opt->total;
    c->evictions = policy->evictions;
    for (size_t word = 0; word < (c->references + 63) / 64; word++) {
        uint64_t p = policy->bits[word], o = opt->bits[word];
        c->lost += (uint64_t)__builtin_popcountll(p & ~o);
        c->won += (uint64_t)__builtin_popcountll(o & ~p);
    }
    for (size_t part = 0; part < PARTS; part++) {
        size_t begin = part_begin(c, part), end = part_begin(c, part + 1);
        c->parts[part] =
            faults_between(policy, begin, end) - faults_between(opt, begin, end);
        if (c->parts[part] > c->parts[c->worst])
            c->worst = part;
    }
}

static double regret(const struct comparison *c)
{
    return c->evictions ? (double)(c->faults - c->opt_faults) / (double)c->evictions : 0;
}

static void print_json(const struct comparison *c)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "trace", c->trace);
    json_string(&json, "policy", c->choice->name);
    json_unsigned(&json, "frames", c->frames);
    json_unsigned(&json, "references", c->references);
    json_unsigned(&json, "faults", c->faults);
    json_unsigned(&json, "opt_faults", c->opt_faults);
    json_unsigned(&json, "gap", c->faults - c->opt_faults);
    json_unsigned(&json, "evictions", c->evictions);
    json_unsigned(&json, "lost", c->lost);
    json_unsigned(&json, "won", c->won);
    json_number(&json, "regret_per_eviction", regret(c));
    json_array(&json, "gap_by_part");
    for (size_t part = 0; part < PARTS; part++)
        json_number(&json, NULL, c->parts[part]);
    json_end(&json);
}

static void print_head(const struct comparison *c)
{
    plain_put(stdout, c->trace, strlen(c->trace));
    printf(": %llu references, %u frames; OPT faults %llu times (%.2f%%)\n\n",
           (unsigned long long)c->references, c->frames,
           (unsigned long long)c->opt_faults,
           100.0 * (double)c->opt_faults / (double)c->references);
    printf("%-24s %10s %10s %8s %10s %10s %7s\n", "policy", "faults", "over OPT", "",
           "lost", "won", "regret");
}

static void print_row(const struct comparison *c)
{
    double gap = (double)(c->faults - c->opt_faults);
    printf("%-24s %10llu %10.0f %+7.1f%% %10llu %10llu %7.3f\n", c->choice->name,
           (unsigned long long)c->faults, gap, 100 * gap / (double)c->opt_faults,
           (unsigned long long)c->lost, (unsigned long long)c->won, regret(c));
}

static void print_worst(const struct comparison *c)
{
    size_t first = part_begin(c, c->worst) + 1, last = part_begin(c, c->worst + 1);
    double gap = c->parts[c->worst];
    if (first == last)
        printf("%-24s  most at reference %zu: ", "", first);
    else
        printf("%-24s  most at references %zu to %zu: ", "", first, last);
    printf("%.0f fault%s more\n", gap, gap == 1 ? "" : "s");
}

static void print_where(const struct comparison *all, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++)
        most = all[i].parts[all[i].worst] > most ? all[i].parts[all[i].worst] : most;
    printf("\nwhere in the trace it was lost, start to end:\n");
    for (size_t i = 0; i < count; i++) {
        const struct comparison *c = &all[i];
        printf("%-24s |", c->choice->name);
        spark_put(c->parts, PARTS, most, stdout);
        printf("|\n");
        if (c->parts[c->worst] > 0)
            print_worst(c);
    }
    printf("\nlost: faults on pages that OPT still had; won: the other way round.\n"
           "regret: faults over OPT per eviction.\n");
}

static void print(const struct comparison *all, size_t count)
{
    if (common_options.json) {
        for (size_t i = 0; i < count; i++)
            print_json(&all[i]);
        return;
    }
    print_head(&all[0]);
    for (size_t i = 0; i < count; i++)
        print_row(&all[i]);
    print_where(all, count);
}

static int record(struct faults *faults, const struct trace *trace,
                  const struct choice *choice, uint32_t frames, struct error *error)
{
    if (!choice_is_own(choice))
        return faults_record(faults, trace, choice, frames, error);
    faults_init(faults, trace->count);
    struct own_run run = {.frames = frames, .faulted = faults->bits};
    int result = own_policy_simulate(choice, own_bare, trace, &run, 1, error);
    faults_count(faults, trace->count);
    faults->evictions = run.counts.evictions;
    return result;
}

static int compare(struct trace *trace, const char *path, const struct choices *choices,
                   uint32_t frames, struct error *error)
{
    struct choice opt_choice;
    struct faults opt = {0};
    cleanup_free struct comparison *all = xcalloc(choices->count, sizeof *all);
    trace_look_ahead(trace);
    if (choice_parse(&opt_choice, "opt", error) < 0 ||
        faults_record(&opt, trace, &opt_choice, frames, error) < 0)
        return -1;
    int result = 0;
    for (size_t i = 0; result == 0 && i < choices->count; i++) {
        struct faults faults = {0};
        all[i] = (struct comparison){.trace = path,
                                     .choice = &choices->items[i],
                                     .frames = frames,
                                     .references = trace->count};
        result = record(&faults, trace, &choices->items[i], frames, error);
        if (result == 0)
            judge(&all[i], &faults, &opt);
        faults_free(&faults);
    }
    if (result == 0)
        print(all, choices->count);
    faults_free(&opt);
    return result;
}

int command_compare(int argc, char **argv)
{
    (void)argc;
    struct error error;
    struct trace trace;
    struct frame_list frames;
    cleanup_free struct choices *choices = xcalloc(1, sizeof *choices);
    if (!frames_text)
        die(STATUS_REQUEST, "--frames is missing: how many frames has the memory? Try "
                            "--frames 10%%");
    if (choices_parse_own(choices, policy_text, &error) < 0 ||
        frame_list_parse(&frames, frames_text, &error) < 0)
        die_error(&error);
    if (frames.count != 1)
        die(STATUS_REQUEST, "--frames: policies are compared at one size, '%s' names %zu",
            frames_text, frames.count);
    if (trace_load(&trace, argv[0], &trace_request, &error) < 0 ||
        frame_list_resolve(&frames, trace.pages.count, &error) < 0)
        die_error(&error);
    int result = compare(&trace, argv[0], choices, frames.items[0], &error);
    trace_free(&trace);
    if (result < 0)
        die_error(&error);
    return STATUS_OK;
}
