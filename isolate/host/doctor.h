/* isolate doctor: what this host offers to containers, what restricts it, the remedy,
 * and what works all the same. */
#ifndef RING3_ISOLATE_DOCTOR_H
#define RING3_ISOLATE_DOCTOR_H

#include "labs/kit/options.h"

extern const struct option_row doctor_options[];
int doctor_command(int argc, char **argv);

#endif
