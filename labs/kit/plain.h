/* Plain text: a canvas as lines, for goldens and for `dump`. */
#ifndef RING3_KIT_PLAIN_H
#define RING3_KIT_PLAIN_H

#include <stdio.h>

#include "labs/kit/canvas.h"

/* Rows without their trailing blanks. */
void plain_canvas(const struct canvas *canvas, FILE *out);

#endif
