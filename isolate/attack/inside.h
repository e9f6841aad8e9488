/* The part of `isolate attack` that runs in the container. */
#ifndef RING3_ISOLATE_ATTACK_INSIDE_H
#define RING3_ISOLATE_ATTACK_INSIDE_H

#include "isolate/attacks/attack.h"

/* The name that the program has in the roots of attempts. */
#define INSIDE_NAME   "isolate-attempt"
#define INSIDE_MARKER "attempt-marker"

/* What it prints: a line when it begins, and a line with what it saw. */
#define INSIDE_BEGIN   "attempt begins"
#define INSIDE_OPEN    "OPEN "
#define INSIDE_BLOCKED "blocked "

/* argv = { …INSIDE_NAME, attack, token, bait, path of the marker }. Returns an exit
 * status, or -1 when the program was not called for this.
 *
 * It refuses to run without a marker: a file, written by the runner a moment ago, that
 * holds the same token. So no attempt runs by accident on a bare host. */
int inside_main(int argc, char **argv);

#endif
