/* The commands of vmsim, as the table in main.c names them. Each gets its
 * arguments only, and returns an exit status.
 */
#ifndef RING3_VMSIM_COMMANDS_H
#define RING3_VMSIM_COMMANDS_H

#include "labs/kit/program.h"

int command_run(int argc, char **argv);
extern const struct option_row run_options[];

int command_play(int argc, char **argv);
extern const struct option_row play_options[];

int command_scenarios(int argc, char **argv);

int command_record(int argc, char **argv);
extern const struct option_row record_options[];

int command_curve(int argc, char **argv);
extern const struct option_row curve_options[];

int command_compare(int argc, char **argv);
extern const struct option_row compare_options[];

int command_info(int argc, char **argv);
extern const struct option_row info_options[];

int command_sweep(int argc, char **argv);
extern const struct option_row sweep_options[];

int command_merge(int argc, char **argv);
extern const struct option_row merge_options[];

int command_selftest(int argc, char **argv);
extern const struct option_row selftest_options[];

int command_generate(int argc, char **argv);
extern const struct option_row generate_options[];

int command_convert(int argc, char **argv);
extern const struct option_row convert_options[];

int command_policies(int argc, char **argv);

#endif
