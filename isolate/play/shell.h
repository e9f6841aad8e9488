/* isolate shell: into the container that is being built. */
#ifndef RING3_ISOLATE_SHELL_H
#define RING3_ISOLATE_SHELL_H

#include "isolate/play/builder.h"
#include "labs/kit/options.h"

/* A shell in the container as far as it is built, on a terminal of its own when we have
 * one, until it is left. Its status; -1 when none could be started. */
int shell_in_container(struct builder *builder, struct error *error);

extern const struct option_row shell_options[];
int shell_command(int argc, char **argv);

#endif
