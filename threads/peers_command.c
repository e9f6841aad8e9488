/* threads peers: plain runs, ThreadSanitizer and helgrind beside our verdict. */
#include "threads/peers_command.h"

#include <stdio.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/process.h"
#include "threads/explore_options.h"
#include "threads/peers.h"
#include "threads/verdict_text.h"

enum { NAME_COLUMNS = 18, TEXT_COLUMNS = 78, PEERS_MOST = 8 };

static uint64_t runs = 100;

const struct option_row peers_options[] = {
    BUILD_ROWS,
    MODEL_ROWS,
    SECONDS_ROW,
    {"runs", 0, OPTION_COUNT, &runs, "N", "so many plain runs", NULL, 1, 1000},
    {0},
};

/* "97 of 100 ended well, 3 hung". */
static char *count_words(const struct peer_report *report)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    const struct {
        unsigned count;
        const char *words;
    } rest[] = {{report->failed, "ended with a status that is not 0"},
                {report->crashed, "crashed or failed an assert"},
                {report->hung, "hung and were ended"}};

    if (!out)
        die(STATUS_HOST, "out of memory");
    fprintf(out, "%u of %u ended well", report->well, report->runs);
    for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++)
        if (rest[i].count)
            fprintf(out, ", %u %s", rest[i].count, rest[i].words);
    fclose(out);
    return text;
}

static void print_row(const char *name, const char *text)
{
    printf("  %-*s%s\n", NAME_COLUMNS, name, text);
}

static void print_peer(const struct peer_report *report)
{
    cleanup_free char *counts = count_words(report);

    if (*report->absent) {
        print_row(report->name, report->absent);
        return;
    }
    print_row(report->name, counts);
    for (size_t i = 0; i < report->report_count; i++) {
        cleanup_free char *line = xasprintf("reports: %s", report->reports[i]);
        print_row("", line);
    }
    if (report->reports_things && !report->report_count)
        print_row("", "reports nothing");
}

static void json_peer(const struct peer_report *report)
{
    struct json json = json_begin(stdout);

    json_object(&json, NULL);
    json_string(&json, "peer", report->name);
    json_string(&json, "absent", *report->absent ? report->absent : NULL);
    json_unsigned(&json, "runs", report->runs);
    json_unsigned(&json, "well", report->well);
    json_unsigned(&json, "failed", report->failed);
    json_unsigned(&json, "crashed", report->crashed);
    json_unsigned(&json, "hung", report->hung);
    json_array(&json, "reports");
    for (size_t i = 0; i < report->report_count; i++)
        json_string(&json, NULL, report->reports[i]);
    json_close(&json);
    json_end(&json);
}

static void print_ours(const struct explore_verdict *verdict)
{
    cleanup_free char *line = NULL;

    if (verdict->decision == EXPLORE_FAILS)
        line = xasprintf("fails: %s, after %llu schedule%s, with %d preemption%s",
                         explore_kind_name(verdict->kind),
                         (unsigned long long)verdict->schedules,
                         verdict->schedules == 1 ? "" : "s", verdict->preemptions,
                         verdict->preemptions == 1 ? "" : "s");
    else
        line = xasprintf("%s, %llu schedules%s", decision_word(verdict->decision),
                         (unsigned long long)verdict->schedules,
                         verdict->exhaustive ? ": every interleaving, up to equivalence"
                                             : "");
    print_row("threads check", line);
}

/* What the difference teaches; NULL where they agree. */
static const char *lesson(const struct peer_report *reports, size_t count,
                          const struct explore_verdict *ours)
{
    bool all_well = reports[0].runs && reports[0].well == reports[0].runs;
    size_t said = 0;

    for (size_t i = 1; i < count; i++)
        said += reports[i].report_count;
    if (ours->decision == EXPLORE_SAFE && said)
        return "A report without a failure: no interleaving of this program goes wrong. "
               "Such tools warn of a pattern, a lock order for example, and cannot know "
               "that something else makes it harmless.";
    if (ours->decision != EXPLORE_FAILS)
        return NULL;
    if (all_well && !said)
        return "All others are content. Plain runs nearly always take the same few "
               "interleavings; race detectors look for accesses that nothing orders and "
               "for lock orders, and here the order itself is what is wrong.";
    if (all_well)
        return "Every plain run ended well: the interleaving that fails is rare, and the "
               "bug is there all the same.";
    return NULL;
}

static void check(int argc, char **argv, struct explore_verdict *verdict)
{
    struct explore_program *program = program_given(argc, argv);
    struct explore_options options = options_given();
    struct error error;
    int outcome = explore_check(program, &options, verdict, &error);

    explore_program_free(program);
    if (outcome < 0)
        die_error(&error);
}

static const char *compiler(void)
{
    return given.cc ? given.cc : process_installed("gcc") ? "gcc" : "clang";
}

static void print_lesson(const struct peer_report *reports,
                         const struct explore_verdict *verdict)
{
    const char *words = lesson(reports, peers_count(), verdict);

    if (words)
        putchar('\n');
    if (words)
        plain_wrap(stdout, "  ", words, TEXT_COLUMNS);
}

int run_peers(int argc, char **argv)
{
    struct peer_report reports[PEERS_MOST];
    struct explore_verdict verdict;
    struct error error;
    int sources;
    const char *const *files = sources_given(argc, argv, &sources);
    const struct peers_request request = {
        .files = files,
        .cc = compiler(),
        .cflags = given.cflags,
        .arguments = (const char *const *)argv + sources,
        .runs = (unsigned)runs,
        .bare = given.bare,
    };

    check(argc, argv, &verdict);
    for (size_t i = 0; i < peers_count(); i++) {
        if (peers_ask(&request, i, &reports[i], &error) < 0)
            die_error(&error);
        if (common_options.json)
            json_peer(&reports[i]);
        else
            print_peer(&reports[i]);
        fflush(stdout);
    }
    if (common_options.json) {
        verdict_json(&verdict, stdout);
    } else {
        print_ours(&verdict);
        print_lesson(reports, &verdict);
    }
    explore_verdict_free(&verdict);
    return STATUS_OK;
}
