/* Device nodes: what the files that make them share. */
#ifndef RING3_ISOLATE_OCI_DEVICES_H
#define RING3_ISOLATE_OCI_DEVICES_H

#include <sys/types.h>

#include "isolate/oci/config.h"

struct device {
    const char *path;
    mode_t kind; /* S_IFCHR … */
    unsigned major, minor;
    mode_t mode;
    uid_t uid;
    gid_t gid;
};

/* A row of linux.devices; -1 when it says nothing that can be made. */
int device_read(const struct config_device *from, struct device *device,
                struct error *error);

#endif
