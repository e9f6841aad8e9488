/* isolate apply: one layer taken upon this process, for lines of a shell. */
#ifndef RING3_ISOLATE_APPLY_H
#define RING3_ISOLATE_APPLY_H

#include "labs/kit/options.h"

extern const struct option_row apply_options[];
int apply_command(int argc, char **argv);

#endif
