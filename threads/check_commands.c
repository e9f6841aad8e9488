/* threads check, replay, outcomes: from options to the explorer, and its answer as
 * lines or JSON. */
#include "threads/check_commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/plain_text.h"
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
    {0},
};

const struct option_row replay_options[] = {
    BUILD_ROWS,
    MODEL_ROWS,
    SCHEDULE_ROW,
    {0},
};

const struct option_row outcomes_options[] = {BUILD_ROWS, MODEL_ROWS, SECONDS_ROW, {0}};

static int status_of(const struct explore_verdict *verdict)
{
    return verdict->decision == EXPLORE_SAFE    ? STATUS_OK
           : verdict->decision == EXPLORE_FAILS ? STATUS_NO
                                                : STATUS_UNDECIDED;
}

static int show(struct explore_verdict *verdict, const char *file)
{
    int status = status_of(verdict);
    if (common_options.json)
        verdict_json(verdict, stdout);
    else
        verdict_print(verdict, file, stdout);
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
    return show(&verdict, argv[0]);
}

int run_replay(int argc, char **argv)
{
    struct explore_program *program = program_given(argc, argv);
    struct explore_options options = options_given();
    struct explore_verdict verdict;
    struct error error;
    int outcome = explore_replay(program, &options, given.schedule, &verdict, &error);
    explore_program_free(program);
    if (outcome < 0)
        die_error(&error);
    return show(&verdict, argv[0]);
}
