/* The file that a recording becomes: lackey's lines as they come, or any other trace
 * format, converted on the way. What a killed valgrind left half-written is dropped.
 */
#ifndef RING3_VMSIM_RECORDING_H
#define RING3_VMSIM_RECORDING_H

#include <stddef.h>
#include <stdint.h>

#include "vmsim/reader.h"

struct recording;

/* The format is that of the name; lackey if the name tells none. `page_size` is for
 * formats of pages; 0: 4096. */
struct recording *recording_open(const char *path, uint64_t page_size,
                                 struct error *error);
/* Bytes of lackey's output, cut anywhere. */
int recording_add(struct recording *recording, const char *bytes, size_t length,
                  struct error *error);
/* Accesses so far, by kind. */
const uint64_t *recording_kinds(const struct recording *recording);
uint64_t recording_accesses(const struct recording *recording);
/* Both end the recording; after a commit the file is there, after an abandon not. */
int recording_commit(struct recording *recording, struct error *error);
void recording_abandon(struct recording *recording);

#endif
