/* vmsim selftest: the counts of other simulators, counted again on this machine. */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/curve/curve.h"
#include "vmsim/faults.h"
#include "vmsim/oracle.h"
#include "vmsim/progress.h"

/* Clang's version begins with its name, that of GCC is a number alone. */
#ifdef __clang__
#define COMPILER ""
#else
#define COMPILER "GCC "
#endif

static bool full;

const struct option_row selftest_options[] = {
    {"full", 0, OPTION_FLAG, &full, NULL,
     "also the rows about 20 million references; about half a minute", NULL, 0, 0},
    {0},
};

struct tally {
    unsigned equal, compared, unknown;
};

struct selftest {
    struct tally tallies[ORACLE_TRACES];
    struct trace trace; /* the one that was loaded last */
    const char *loaded; /* its name, or its string */
    struct tally curves;
};

static void load(struct selftest *test, const struct oracle_row *row)
{
    struct error error;
    const char *wanted = row->string ? row->string : row->name;
    if (test->loaded && !strcmp(test->loaded, wanted))
        return;
    trace_free(&test->trace);
    if ((row->string ? trace_from_string(&test->trace, row->string, &error)
                     : oracle_load(&test->trace, row->trace, &error)) < 0)
        die_error(&error);
    trace_look_ahead(&test->trace);
    test->loaded = wanted;
}

static uint64_t count(const struct trace *trace, const struct choice *choice,
                      uint32_t frames)
{
    struct error error;
    struct memory *memory = faults_memory(trace, choice, frames, &error);
    if (!memory)
        die_error(&error);
    struct references all = trace_references(trace, 0, trace->count);
    memory_run(memory, &all);
    uint64_t faults = memory->counts.faults;
    memory_free(memory);
    return faults;
}

static void print_row(const struct oracle_row *row, uint64_t faults)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "trace", row->name);
    json_string(&json, "policy", row->ours);
    json_string(&json, "theirs", row->theirs);
    json_unsigned(&json, "frames", row->frames);
    json_unsigned(&json, "faults", faults);
    json_unsigned(&json, "oracle", row->misses);
    json_bool(&json, "equal", faults == row->misses);
    json_end(&json);
}

static void compare(void *self, const struct oracle_row *row)
{
    struct selftest *test = self;
    struct tally *tally = &test->tallies[row->trace];
    struct choice choice;
    if (!row->ours) {
        tally->unknown++;
        return;
    }
    if (row->trace == ORACLE_ZIPF20M && !full)
        return;
    load(test, row);
    choice_parse(&choice, row->ours, NULL);
    uint64_t faults = count(&test->trace, &choice, row->frames);
    tally->compared++;
    tally->equal += faults == row->misses;
    progress_show("selftest: counts", tally->compared, 0);
    if (common_options.json) {
        print_row(row, faults);
    } else if (faults != row->misses) {
        progress_end();
        printf("  DIFFERS: %s, %s, %u frames: %llu faults, the oracle says %llu\n",
               row->name, row->ours, row->frames, (unsigned long long)faults,
               (unsigned long long)row->misses);
    }
}

/* The curves are other code: each point of theirs against the oracle, too. */
static void compare_curve(void *self, const struct oracle_row *row)
{
    struct selftest *test = self;
    struct choice choice;
    struct curve curve;
    struct error error;
    struct frame_list size = {.items = {row->frames}, .count = 1};
    bool stack = row->ours && (!strcmp(row->ours, "lru") || !strcmp(row->ours, "opt"));
    if (!stack || row->trace == ORACLE_ZIPF20M)
        return;
    load(test, row);
    choice_parse(&choice, row->ours, NULL);
    if (curve_measure(&curve, &test->trace, &choice, &size, &error) < 0)
        die_error(&error);
    test->curves.compared++;
    test->curves.equal += curve.faults[0] == (double)row->misses;
    curve_free(&curve);
}

static void print_tally(const char *what, const struct tally *tally)
{
    printf("  %-44s %3u of %3u equal\n", what, tally->equal, tally->compared);
}

static int certify(const struct selftest *test)
{
    struct tally all = test->curves;
    struct utsname host;
    uname(&host);
    for (size_t i = 0; i < ORACLE_TRACES; i++) {
        all.equal += test->tallies[i].equal;
        all.compared += test->tallies[i].compared;
        all.unknown += test->tallies[i].unknown;
    }
    bool exact = all.equal == all.compared && all.compared > 0;
    if (common_options.json)
        return exact ? STATUS_OK : STATUS_NO;
    printf("vmsim %s on %s %s, %s, compiled by %s%s\n\n", RING3_VERSION, host.sysname,
           host.release, host.machine, COMPILER, __VERSION__);
    print_tally("textbook strings, OSTEP's paging-policy.py",
                &test->tallies[ORACLE_STRING]);
    print_tally("mix200k, libCacheSim", &test->tallies[ORACLE_MIX200K]);
    if (full)
        print_tally("zipf20m, libCacheSim", &test->tallies[ORACLE_ZIPF20M]);
    print_tally("the same by curves of LRU and OPT", &test->curves);
    printf("\n%s: %u of %u counts are those of other simulators, to the last fault.\n",
           exact ? "EXACT" : "NOT EXACT", all.equal, all.compared);
    if (all.unknown)
        printf("%u rows are of policies that vmsim does not have, or that draw Python's "
               "random numbers.\n",
               all.unknown);
    if (!full)
        printf("vmsim selftest --full also counts over 20 million references.\n");
    return exact ? STATUS_OK : STATUS_NO;
}

int command_selftest(int argc, char **argv)
{
    (void)argc, (void)argv;
    cleanup_free struct selftest *test = xcalloc(1, sizeof *test);
    oracle_each(compare, test);
    oracle_each(compare_curve, test);
    progress_end();
    int status = certify(test);
    trace_free(&test->trace);
    return status;
}
