/* The starters of `isolate attack`. */
#ifndef RING3_ISOLATE_STARTER_H
#define RING3_ISOLATE_STARTER_H

#include "isolate/attack/cell.h"

/* What `isolate run` does, with layers left out. */
starter_function starter_isolate;

/* No container: the attempt is made as an ordinary process of this user. For root there
 * is none: without any layer everything is open to him. */
starter_function starter_bare;

#endif
