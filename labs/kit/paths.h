/* Where things are: settings, progress, exercises, the sibling programs.
 *
 * Every function that returns char * returns memory that the caller frees.
 */
#ifndef RING3_KIT_PATHS_H
#define RING3_KIT_PATHS_H

#include "labs/kit/error.h"

/* $XDG_CONFIG_HOME/ring3 and $XDG_STATE_HOME/ring3, or the same below $HOME.
 * The folder is created. NULL when there is no home or it cannot be written. */
char *path_config(struct error *error);
char *path_state(struct error *error);

/* A folder of the data that comes with ring3: "exercises", "notes", or "vmsim", which
 * has the headers for policies. Looked
 * for in $RING3_DATA, then where `make install` puts it relative to this
 * executable, then in the source tree that this build lies in. */
char *path_data(const char *folder, struct error *error);

/* The file of a program that was built or installed beside this one. */
char *path_program(const char *name, struct error *error);

/* mkdir -p with mode 0777 less the umask. */
int path_make_folders(const char *path, struct error *error);

/* "a" + "/" + "b". */
char *path_join(const char *folder, const char *name);

#endif
