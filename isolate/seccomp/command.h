/* isolate seccomp: the default profile to be read, and its filter to be asked. */
#ifndef RING3_ISOLATE_SECCOMP_COMMAND_H
#define RING3_ISOLATE_SECCOMP_COMMAND_H

#include "labs/kit/options.h"

extern const struct option_row seccomp_options[];
int seccomp_command(int argc, char **argv);

#endif
