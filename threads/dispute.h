/* All that it takes to settle a dispute about a verdict, in one file. */
#ifndef RING3_THREADS_DISPUTE_H
#define RING3_THREADS_DISPUTE_H

#include "threads/explore/explore.h"

/* Writes one JSON object: versions of ring3, compiler and kernel, the sources, the
 * schedule, and the verdict with its steps. */
int dispute_write(const char *path, const char *const *files, const char *cc,
                  const struct explore_verdict *verdict, struct error *error);

#endif
