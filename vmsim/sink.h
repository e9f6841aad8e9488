/* A file that appears when it is complete, packed as its name says. */
#ifndef RING3_VMSIM_SINK_H
#define RING3_VMSIM_SINK_H

#include <stddef.h>

#include "labs/kit/error.h"

struct sink;

/* ".gz", ".xz" and ".zst" pack; any other name does not, unless `pack` is "gz", "xz",
 * "zst" or "none". "-" is standard output. */
struct sink *sink_open(const char *path, const char *pack, struct error *error);
int sink_write(struct sink *sink, const void *bytes, size_t length, struct error *error);
/* Both end the sink; after a commit the file is there, after an abandon not. */
int sink_commit(struct sink *sink, struct error *error);
void sink_abandon(struct sink *sink);

#endif
