/* isolate play: a container, step by step. */
#ifndef RING3_ISOLATE_PLAY_H
#define RING3_ISOLATE_PLAY_H

#include "labs/kit/options.h"

extern const struct option_row play_options[];
int play_command(int argc, char **argv);

#endif
