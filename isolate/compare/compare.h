/* isolate compare: the same attempts under other runtimes. */
#ifndef RING3_ISOLATE_COMPARE_H
#define RING3_ISOLATE_COMPARE_H

#include "labs/kit/options.h"

extern const struct option_row compare_options[];
int compare_command(int argc, char **argv);

#endif
