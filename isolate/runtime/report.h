/* --report FILE: how a container ended, for judges and scripts. */
#ifndef RING3_ISOLATE_REPORT_H
#define RING3_ISOLATE_REPORT_H

#include "isolate/runtime/launch.h"

/* One JSON object: status, signal, ran, ended ("exited", "signal", "time", "output",
 * "memory", "failed"), wall, user and system in microseconds, peak_memory in bytes and
 * peak_of ("all" or "largest"), output in bytes or null, message. The file is replaced as
 * a whole. */
int report_write(const char *path, const struct ending *ending, const char *message,
                 struct error *error);

#endif
