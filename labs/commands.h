/* The commands of labs, for the table in main.c: each takes its arguments and
 * returns an exit status.
 */
#ifndef RING3_LABS_COMMANDS_H
#define RING3_LABS_COMMANDS_H

#include "labs/kit/options.h"

int command_menu(int argc, char **argv);
int command_list(int argc, char **argv);
int command_show(int argc, char **argv);
int command_next(int argc, char **argv);
int command_check(int argc, char **argv);
int command_hint(int argc, char **argv);
int command_init(int argc, char **argv);
int command_reset(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_notes(int argc, char **argv);
int command_doctor(int argc, char **argv);

extern const struct option_row check_options[], hint_options[], reset_options[],
    verify_options[];

#endif
