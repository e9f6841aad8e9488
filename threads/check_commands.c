/* threads check, replay, outcomes: from options to the explorer, and its answer as
 * lines or JSON. */
#include "threads/check_commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/plain_text.h"
#include "threads/explore/explore.h"
#include "threads/verdict_text.h"

enum { BOUND_NONE = 1000 };

static struct {
    const char *cc, *cflags, *spurious, *races, *memory, *schedule, *report;
    uint64_t seconds, bound, seed;
    bool expect_concurrency, bare, gdb;
} given = {.spurious = "yes",
           .races = "fail",
           .memory = "sc",
           .schedule = "",
           .seconds = 10,
           .bound = BOUND_NONE,
           .seed = 1};

/* What every command that compiles takes. */
#define BUILD_ROWS                                                                       \
    {"cc", 0, OPTION_TEXT, &given.cc, "CC", "the compiler: gcc or clang", NULL, 0, 0},   \
        {"cflags",      0,       OPTION_TEXT,                                            \
         &given.cflags, "FLAGS", "more flags for the compiler, in one argument",         \
         NULL,          0,       0},                                                     \
    {                                                                                    \
        "bare", 0, OPTION_FLAG, &given.bare, NULL,                                       \
            "run it without isolation where this host has none (with limits only)",      \
            NULL, 0, 0                                                                   \
    }

/* What decides how a schedule goes on. */
#define MODEL_ROWS                                                                       \
    {"spurious",                                                                         \
     0,                                                                                  \
     OPTION_CHOICE,                                                                      \
     &given.spurious,                                                                    \
     "WORD",                                                                             \
     "one wakeup without a reason in each schedule (POSIX allows them)",                 \
     "yes no",                                                                           \
     0,                                                                                  \
     0},                                                                                 \
        {"races",                                                                        \
         0,                                                                              \
         OPTION_CHOICE,                                                                  \
         &given.races,                                                                   \
         "WORD",                                                                         \
         "a data race fails; or is ignored, and every access is a switch",               \
         "fail ignore",                                                                  \
         0,                                                                              \
         0},                                                                             \
    {                                                                                    \
        "memory", 0, OPTION_CHOICE, &given.memory, "WORD",                               \
            "sequential consistency, or atomic stores that become visible late",         \
            "sc tso", 0, 0                                                               \
    }

#define SECONDS_ROW                                                                      \
    {                                                                                    \
        "seconds", 0, OPTION_COUNT, &given.seconds, "N",                                 \
            "stop the search after so long", NULL, 1, 3600                               \
    }

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
    {"schedule", 's', OPTION_TEXT, &given.schedule, "STRING",
     "the schedule, as `threads check` prints it", NULL, 0, 0},
    {0},
};

const struct option_row outcomes_options[] = {BUILD_ROWS, MODEL_ROWS, SECONDS_ROW, {0}};

static struct explore_options options_given(void)
{
    return (struct explore_options){
        .seconds = (double)given.seconds,
        .bound = given.bound == BOUND_NONE ? -1 : (int)given.bound,
        .seed = given.seed,
        .no_spurious = !strcmp(given.spurious, "no"),
        .ignore_races = !strcmp(given.races, "ignore"),
        .tso = !strcmp(given.memory, "tso"),
        .expect_concurrency = given.expect_concurrency,
    };
}

static bool is_source(const char *name)
{
    size_t length = strlen(name);
    return length > 2 && !strcmp(name + length - 2, ".c");
}

/* FILE.c… and then the program's own arguments. */
static struct explore_program *build(int argc, char **argv)
{
    static const char *files[64];
    struct error error;
    int count = 0;
    while (count < argc && count < 63 && is_source(argv[count])) {
        files[count] = argv[count];
        count++;
    }
    if (count == 0)
        die(STATUS_REQUEST, "%s is no C source: its name must end in .c", argv[0]);
    const struct explore_request request = {
        .files = files,
        .cc = given.cc,
        .cflags = given.cflags,
        .arguments = (const char *const *)argv + count,
        .bare = given.bare,
    };
    struct explore_program *program = explore_build(&request, &error);
    if (!program)
        die_error(&error);
    return program;
}

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
    struct explore_program *program = build(argc, argv);
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
    struct explore_program *program = build(argc, argv);
    struct explore_options options = options_given();
    struct explore_verdict verdict;
    struct error error;
    int outcome = explore_replay(program, &options, given.schedule, &verdict, &error);
    explore_program_free(program);
    if (outcome < 0)
        die_error(&error);
    return show(&verdict, argv[0]);
}
