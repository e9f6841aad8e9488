/* isolate explain [ERRNO] -- CMD…: which layer refused a call of the command. */
#ifndef RING3_ISOLATE_EXPLAIN_COMMAND_H
#define RING3_ISOLATE_EXPLAIN_COMMAND_H

#include "labs/kit/options.h"

extern const struct option_row explain_options[];
int explain_command(int argc, char **argv);

#endif
