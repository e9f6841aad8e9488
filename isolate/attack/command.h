/* isolate attack: every way out that we know, tried. */
#ifndef RING3_ISOLATE_ATTACK_COMMAND_H
#define RING3_ISOLATE_ATTACK_COMMAND_H

#include "labs/kit/options.h"

extern const struct option_row attack_options[];
int attack_command(int argc, char **argv);

#endif
