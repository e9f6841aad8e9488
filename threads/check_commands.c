/* threads check, replay, outcomes: from options to the explorer, and its answer as
 * lines or JSON. */
#include "threads/check_commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/json.h"
#include "threads/dispute.h"
#include "threads/explore_options.h"
#include "threads/verdict_text.h"

const struct option_row check_options[] = {
    BUILD_ROWS,
    MODEL_ROWS,
    SECONDS_ROW,
    {"bound", 0, OPTION_COUNT, &given.bound, "N",
     "only schedules with at most so many preemptions", NULL, 0, BOUND_NONE},
    {"seed", 0, OPTION_COUNT, &given.seed, "N", "of the quick pass before the proof",
     NULL, 0, 0},
    {"expect-concurrency", 0, OPTION_FLAG, &given.expect_concurrency, NULL,
     "fail unless some schedule has two threads inside the marked region", NULL, 0, 0},
    {"by-states", 0, OPTION_FLAG, &given.by_states, NULL,
     "visit every state, with no quick pass and no partial-order reduction before", NULL,
     0, 0},
    {0},
};

const struct option_row replay_options[] = {
    BUILD_ROWS,
    MODEL_ROWS,
    SCHEDULE_ROW,
    {"gdb", 0, OPTION_FLAG, &given.gdb, NULL,
     "open gdb where the schedule fails (the program runs without isolation then)", NULL,
     0, 0},
    {"report", 0, OPTION_TEXT, &given.report, "FILE",
     "write source, schedule, versions and verdict to FILE, as JSON", NULL, 0, 0},
    {0},
};

const struct option_row outcomes_options[] = {
    BUILD_ROWS,
    MODEL_ROWS,
    SECONDS_ROW,
    {"reduced", 0, OPTION_FLAG, &given.reduced, NULL,
     "one interleaving of each class of equivalent ones: the same results, sooner", NULL,
     0, 0},
    {0},
};

static int status_of(const struct explore_verdict *verdict)
{
    return verdict->decision == EXPLORE_SAFE    ? STATUS_OK
           : verdict->decision == EXPLORE_FAILS ? STATUS_NO
                                                : STATUS_UNDECIDED;
}

static int show(struct explore_verdict *verdict, int argc, char **argv)
{
    int status = status_of(verdict);
    if (common_options.json) {
        verdict_json(verdict, stdout);
    } else {
        verdict_print(verdict, argv[0], stdout);
        if (verdict->step_count > 0)
            replay_command_print(stdout, argc, argv,
                                 verdict->schedule ? verdict->schedule : "");
    }
    explore_verdict_free(verdict);
    return status;
}

int run_check(int argc, char **argv)
{
    struct explore_program *program = program_given(argc, argv);
    struct explore_options options = options_given();
    struct explore_verdict verdict;
    struct error error;
    int outcome = explore_check(program, &options, &verdict, &error);
    explore_program_free(program);
    if (outcome < 0)
        die_error(&error);
    return show(&verdict, argc, argv);
}

/* With --gdb the debugger has the terminal, and there is no verdict of ours. */
static int replay(const struct explore_program *program,
                  const struct explore_options *options, struct explore_verdict *verdict,
                  struct error *error)
{
    if (given.gdb)
        return explore_debug(program, options, given.schedule, error);
    return explore_replay(program, options, given.schedule, verdict, error);
}

int run_replay(int argc, char **argv)
{
    int count;
    const char *const *files = sources_given(argc, argv, &count);
    struct explore_program *program = program_given(argc, argv);
    struct explore_options options = options_given();
    struct explore_verdict verdict = {0};
    struct error error;
    int outcome = replay(program, &options, &verdict, &error);
    explore_program_free(program);
    if (outcome == 0 && given.report)
        outcome = dispute_write(given.report, files, given.cc, &verdict, &error);
    if (outcome < 0)
        die_error(&error);
    return given.gdb ? STATUS_OK : show(&verdict, argc, argv);
}

/* Outcomes */

static void outcome_json(const struct explore_outcomes *outcomes)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_unsigned(&json, "schedules", outcomes->schedules);
    json_bool(&json, "exhaustive", outcomes->exhaustive);
    json_number(&json, "processor_seconds", outcomes->processor_seconds);
    json_integer(&json, "kibibytes", outcomes->kibibytes);
    json_array(&json, "outcomes");
    for (size_t i = 0; i < outcomes->count; i++) {
        const struct explore_outcome *item = &outcomes->items[i];
        json_object(&json, NULL);
        json_string(&json, "kind", explore_kind_name(item->kind));
        json_integer(&json, "exit", item->exit_status);
        json_string(&json, "output", item->output);
        json_unsigned(&json, "schedules", item->schedules);
        json_string(&json, "schedule", item->schedule);
        json_close(&json);
    }
    json_close(&json);
    json_end(&json);
}

/* The output in one line, or how it ended. */
static void print_outcome(const struct explore_outcome *item, uint64_t all)
{
    printf("%12llu  %5.1f%%  ", (unsigned long long)item->schedules,
           100.0 * (double)item->schedules / (double)all);
    if (item->kind != KIND_NONE)
        printf("[%s] ", explore_kind_name(item->kind));
    for (const char *at = item->output; *at; at++)
        if (*at != '\n')
            putchar(*at);
        else if (at[1])
            fputs(" / ", stdout);
    if (!*item->output && item->kind == KIND_NONE)
        fputs("ends well and prints nothing", stdout);
    putchar('\n');
}

int run_outcomes(int argc, char **argv)
{
    struct explore_program *program = program_given(argc, argv);
    struct explore_options options = options_given();
    struct explore_outcomes outcomes;
    struct error error;
    int outcome = explore_outcomes(program, &options, &outcomes, &error);
    explore_program_free(program);
    if (outcome < 0)
        die_error(&error);
    int status = outcomes.exhaustive ? STATUS_OK : STATUS_UNDECIDED;
    if (common_options.json) {
        outcome_json(&outcomes);
    } else {
        printf("%s: %zu outcome%s in %llu interleavings%s\n\n", argv[0], outcomes.count,
               outcomes.count == 1 ? "" : "s", (unsigned long long)outcomes.schedules,
               outcomes.exhaustive ? ", which are all" : "; there are more");
        for (size_t i = 0; i < outcomes.count; i++)
            print_outcome(&outcomes.items[i], outcomes.schedules);
    }
    explore_outcomes_free(&outcomes);
    return status;
}
