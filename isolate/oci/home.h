/* HOME, when config.json has none: as crun and runc do, and clients rely on. */
#ifndef RING3_ISOLATE_OCI_HOME_H
#define RING3_ISOLATE_OCI_HOME_H

#include "isolate/oci/resolve.h"

/* Makes room at the end of the environment, where "HOME=/" stands from now on; NULL when
 * there is a HOME already. */
char *home_reserve(struct resolution *r, struct process *process);

/* In the container: what its /etc/passwd says of this user, if it says anything. */
void home_fill(char *variable, unsigned uid);

#endif
