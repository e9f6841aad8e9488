/* The runtime, which is linked with each program that is explored. It travels within
 * this executable, so wherever `threads` is installed, its runtime is there too.
 */
#ifndef RING3_THREADS_EXPLORE_IMAGE_H
#define RING3_THREADS_EXPLORE_IMAGE_H

#include <stddef.h>

#include "labs/kit/error.h"

#define IMAGE_NAME "explorer.o"

int image_write(const char *path, struct error *error);

/* The object file, as it lies in memory. */
const char *image_bytes(size_t *length);

#endif
