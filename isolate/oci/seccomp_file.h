/* A profile of system calls in a file: --security-opt seccomp=FILE. */
#ifndef RING3_ISOLATE_OCI_SECCOMP_FILE_H
#define RING3_ISOLATE_OCI_SECCOMP_FILE_H

#include <stdint.h>

#include "isolate/seccomp/filter.h"

/* Docker's and podman's format: `linux.seccomp` of config.json, with `archMap`, and with
 * `includes` and `excludes` (caps, arches, minKernel) that say when a row counts.
 * `capabilities` are those of the container. The caller frees the filter. */
int seccomp_file_filter(const char *path, uint64_t capabilities, struct filter *filter,
                        struct error *error);

#endif
