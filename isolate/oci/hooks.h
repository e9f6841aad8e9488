/* Hooks: programs that config.json wants to be run at points of a container's life. Each
 * gets the state of the container on its standard input (config.md, POSIX-platform
 * Hooks). */
#ifndef RING3_ISOLATE_OCI_HOOKS_H
#define RING3_ISOLATE_OCI_HOOKS_H

#include "isolate/oci/config.h"

/* Runs them in order, each in `folder` (NULL: where we are). The first that fails (it
 * cannot be executed, its status is not 0, its time is over) ends it with -1 and its
 * name. `name` is that of the list: "poststop". */
int hooks_run(const struct config_hook_list *hooks, const char *name, const char *state,
              const char *folder, struct error *error);

/* Runs them all; one that fails is warned of, "but the remaining hooks and lifecycle
 * continue as if the hook had succeeded": poststart and poststop. */
void hooks_run_all(const struct config_hook_list *hooks, const char *name,
                   const char *state, const char *folder);

#endif
