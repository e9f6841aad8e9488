/* What the program prints: kept per run, and given to nobody. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_OUTPUT_H
#define RING3_THREADS_EXPLORE_RUNTIME_OUTPUT_H

#include <stddef.h>

enum { OUTPUT_MAX = 16 << 10 };

void output_reset(void);
const char *output_text(size_t *length);

#endif
