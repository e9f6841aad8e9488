/* threads check, replay, outcomes: a learner's program under the explorer. */
#ifndef RING3_THREADS_CHECK_COMMANDS_H
#define RING3_THREADS_CHECK_COMMANDS_H

#include "labs/kit/program.h"

extern const struct option_row check_options[], replay_options[], outcomes_options[];

int run_check(int argc, char **argv);
int run_replay(int argc, char **argv);
int run_outcomes(int argc, char **argv);

#endif
