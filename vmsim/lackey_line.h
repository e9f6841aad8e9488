/* One line of lackey's output. */
#ifndef RING3_VMSIM_LACKEY_LINE_H
#define RING3_VMSIM_LACKEY_LINE_H

#include "vmsim/reader.h"

struct lackey_access {
    uint64_t address, size; /* bytes; the last one is no higher than 2^64 - 1 */
    enum access_kind kind;
};

/* False if it is anything else, valgrind's own words included. Without newline. */
bool lackey_line(const char *line, size_t length, struct lackey_access *access);

#endif
