/* The keys of the stepper. */
#ifndef RING3_THREADS_STEPPER_KEYS_H
#define RING3_THREADS_STEPPER_KEYS_H

#include "labs/kit/keys.h"

extern const struct key_row stepper_keys[];

#endif
