/* A row of numbers as a row of small bars. */
#ifndef RING3_VMSIM_SPARK_H
#define RING3_VMSIM_SPARK_H

#include <stddef.h>
#include <stdio.h>

/* One character per value, blank for 0 and below, full for `most` and above. Without
 * UTF-8: the signs of " .:-=+*#%". */
void spark_put(const double *values, size_t count, double most, FILE *out);

#endif
