/* What the commands about a learner's own program take: the compiler, the model, the
 * limits. One place for the rows, so that check, replay, play and peers agree.
 */
#ifndef RING3_THREADS_EXPLORE_OPTIONS_H
#define RING3_THREADS_EXPLORE_OPTIONS_H

#include <stdio.h>

#include "labs/kit/program.h"
#include "threads/explore/explore.h"

enum { BOUND_NONE = 1000 };

/* What the command line gave; the defaults before that. */
extern struct explore_given {
    const char *cc, *cflags, *spurious, *races, *memory, *schedule, *report;
    uint64_t seconds, steps, bound, seed;
    bool expect_concurrency, reduced, by_states, bare, gdb;
} given;

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
        {"memory",                                                                       \
         0,                                                                              \
         OPTION_CHOICE,                                                                  \
         &given.memory,                                                                  \
         "WORD",                                                                         \
         "sequential consistency, or atomic stores that become visible late",            \
         "sc tso",                                                                       \
         0,                                                                              \
         0},                                                                             \
    {                                                                                    \
        "steps", 0, OPTION_COUNT, &given.steps, "N",                                     \
            "a run of more steps counts as endless", NULL, 1, STEPS_MOST                 \
    }

#define SECONDS_ROW                                                                      \
    {                                                                                    \
        "seconds", 0, OPTION_COUNT, &given.seconds, "N",                                 \
            "stop the search after so long", NULL, 1, 3600                               \
    }

#define SCHEDULE_ROW                                                                     \
    {                                                                                    \
        "schedule", 's', OPTION_TEXT, &given.schedule, "STRING",                         \
            "the schedule, as `threads check` prints it", NULL, 0, 0                     \
    }

struct explore_options options_given(void);

/* FILE.c…: how many of the arguments are sources, in a list that NULL ends. It lasts
 * as long as the process. Dies if there is none. */
const char *const *sources_given(int argc, char **argv, int *count);

/* Compiles FILE.c… [-- ARGS] as given, or dies. */
struct explore_program *program_given(int argc, char **argv);

/* "threads replay FILE.c… --schedule STRING -- ARGS", with all that was given and that
 * the run depends on, in words that a shell reads as they are meant. */
void replay_command_print(FILE *out, int argc, char **argv, const char *schedule);

#endif
