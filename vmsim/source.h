/* Bytes from a file or from stdin, unpacked on the way when they are packed. */
#ifndef RING3_VMSIM_SOURCE_H
#define RING3_VMSIM_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "labs/kit/error.h"

struct source;

/* "-" is stdin. Gzip, bzip2, xz, zstd and lz4 are seen by their first bytes,
 * whatever the file is called. Returns NULL and fills `error` when the file
 * cannot be read, or holds nothing. */
struct source *source_open(const char *path, struct error *error);
void source_close(struct source *source);

/* Up to `size` bytes, less only at the end; 0 there; -1 for an error, which a
 * damaged or truncated archive is too. */
ssize_t source_read(struct source *source, void *buffer, size_t size,
                    struct error *error);

/* Bytes of a regular file that is not packed; 0: not known. */
uint64_t source_size(const struct source *source);

/* The name for messages: the path, or "stdin". */
const char *source_name(const struct source *source);

#endif
