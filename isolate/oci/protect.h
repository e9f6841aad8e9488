/* Before anything of a container is executed: our own program file must not be written
 * from inside (CVE-2019-5736). See runtime/own_binary.h. */
#ifndef RING3_ISOLATE_OCI_PROTECT_H
#define RING3_ISOLATE_OCI_PROTECT_H

#include "labs/kit/error.h"

/* Goes on in a sealed copy of this program, if it is not that copy already. */
int protect_own_binary(struct error *error);

#endif
