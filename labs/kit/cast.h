/* asciicast v2: frames with a time and a marker each, written without a terminal,
 * at any speed, the same every time. Format: asciinema's documentation.
 */
#ifndef RING3_KIT_CAST_H
#define RING3_KIT_CAST_H

#include "labs/kit/atomic_file.h"
#include "labs/kit/canvas.h"

struct cast {
    struct atomic_file file;
};

int cast_open(struct cast *cast, const char *path, int rows, int columns,
              const char *title, struct error *error);
/* `seconds` since the start; `marker` may be NULL. */
void cast_frame(struct cast *cast, double seconds, const char *marker,
                const struct canvas *canvas);
int cast_close(struct cast *cast, struct error *error); /* makes the file appear */

#endif
