/* The state of a container in the words of the specification: what `state` prints and
 * what hooks get on their standard input (runtime.md, State). */
#ifndef RING3_ISOLATE_OCI_STATE_JSON_H
#define RING3_ISOLATE_OCI_STATE_JSON_H

#include <stdio.h>

#include "isolate/oci/record.h"

/* One object and a newline. The record's config must have been read, or be empty. */
void state_json(FILE *out, const struct record *record, enum oci_status status);

/* The same as text, to be freed. */
char *state_json_text(const struct record *record, enum oci_status status);

/* What comes with the listener of a filter: config-linux.md, Container Process State. To
 * be freed. */
char *state_json_for_listener(const struct record *record);

#endif
