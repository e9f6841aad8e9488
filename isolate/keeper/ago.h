/* Times, as people say them. */
#ifndef RING3_ISOLATE_AGO_H
#define RING3_ISOLATE_AGO_H

#include <stdint.h>

/* "12 s", "3 min", "5 h", "2 d": a duration in nanoseconds. */
void say_duration(uint64_t nanoseconds, char text[16]);
/* "812 K", "1.5 M", "2.0 G": bytes, in powers of 1024. */
void say_bytes(uint64_t bytes, char text[16]);

#endif
