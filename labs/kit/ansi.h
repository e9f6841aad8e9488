/* A canvas as the escape sequences that draw it from the top left corner. */
#ifndef RING3_KIT_ANSI_H
#define RING3_KIT_ANSI_H

#include <stdio.h>

#include "labs/kit/canvas.h"

void ansi_canvas(const struct canvas *canvas, FILE *out);

#endif
