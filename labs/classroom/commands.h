/* The commands of the classroom, for the table in labs/main.c. */
#ifndef RING3_LABS_CLASSROOM_COMMANDS_H
#define RING3_LABS_CLASSROOM_COMMANDS_H

#include "labs/kit/options.h"

int command_grade(int argc, char **argv);
int command_course(int argc, char **argv);
int command_receipt(int argc, char **argv);
int command_verify_receipt(int argc, char **argv);
int command_stats(int argc, char **argv);
int command_gradescope_package(int argc, char **argv);
int command_present(int argc, char **argv);
int command_notes_for(int argc, char **argv);

extern const struct option_row grade_options[], course_options[], receipt_options[],
    verify_receipt_options[], stats_options[], gradescope_package_options[];

#endif
