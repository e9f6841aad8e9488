/* process.scheduler and process.ioPriority. */
#ifndef RING3_ISOLATE_OCI_SCHEDULING_H
#define RING3_ISOLATE_OCI_SCHEDULING_H

#include "isolate/oci/config.h"

/* Of the calling process. */
int scheduling_apply(const struct config_process *process, struct error *error);

/* Names that no kernel knows are refused before anything is made. */
int scheduling_check(const struct config_process *process, struct error *error);

#endif
