/* The commands of `threads`. */
#ifndef RING3_THREADS_COMMANDS_H
#define RING3_THREADS_COMMANDS_H

#include "labs/kit/program.h"

extern const struct program threads_program;

#endif
