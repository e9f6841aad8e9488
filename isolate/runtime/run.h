/* isolate run DIR CMD…: one command in a container whose root is DIR. */
#ifndef RING3_ISOLATE_RUN_H
#define RING3_ISOLATE_RUN_H

#include "labs/kit/options.h"

extern const struct option_row run_options[];
int run_command(int argc, char **argv);

#endif
