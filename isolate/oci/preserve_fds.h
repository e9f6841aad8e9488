/* --preserve-fds, and the descriptors of socket activation. */
#ifndef RING3_ISOLATE_OCI_PRESERVE_FDS_H
#define RING3_ISOLATE_OCI_PRESERVE_FDS_H

#include <stdint.h>
#include <stdlib.h>

/* sd_listen_fds(3): LISTEN_FDS says how many come first; they are kept as well. */
static inline unsigned preserve_fds_with_listeners(uint64_t asked)
{
    const char *listeners = getenv("LISTEN_FDS");
    unsigned long more = listeners ? strtoul(listeners, NULL, 10) : 0;
    return (unsigned)asked + (unsigned)(more < 1024 ? more : 0);
}

#endif
