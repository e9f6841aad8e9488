/* `sqlite-demo traps`: what goes wrong with cursors, run and measured. */
#ifndef RING3_SQLITE_DEMO_TRAPS_H
#define RING3_SQLITE_DEMO_TRAPS_H

#include "labs/kit/options.h"

extern const struct option_row traps_options[];
int traps_command(int argc, char **argv);

#endif
