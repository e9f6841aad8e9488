/* threads peers: what others see in the same program. */
#ifndef RING3_THREADS_PEERS_COMMAND_H
#define RING3_THREADS_PEERS_COMMAND_H

#include "labs/kit/program.h"

extern const struct option_row peers_options[];

int run_peers(int argc, char **argv);

#endif
