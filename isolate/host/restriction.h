/* The known ways in which hosts restrict containers: how each is seen, what it means,
 * what mends it, and what works all the same. */
#ifndef RING3_ISOLATE_RESTRICTION_H
#define RING3_ISOLATE_RESTRICTION_H

#include <stdbool.h>

#include "isolate/host/view.h"

/* What a restriction takes. */
enum restriction_of {
    RESTRICTS_NAMESPACES, /* no user namespace at all */
    RESTRICTS_PROC,       /* no /proc of the container's own */
    RESTRICTS_IDS,        /* no range of ids */
    RESTRICTS_CGROUPS,
    RESTRICTS_NETWORK,
    RESTRICTS_LIMITS,
    RESTRICTS_OTHERS, /* other runtimes, not this one */
};

/* Its texts are keys of labs/words. */
struct restriction {
    const char *name;
    enum restriction_of of;
    bool (*holds)(const struct host_view *view);
    const char *reason; /* what it is, in one line */
    const char *fix;    /* what to type or to write, in one line */
    const char *works;  /* what works without the fix */
    /* Text to be put into a file, "%s" is our own path; NULL: none. */
    const char *file;
    /* It may hold and do no harm: to be said only when something has failed. */
    bool only_after_failure;
};

extern const struct restriction
    restrictions[]; /* the most certain first; name NULL ends */

#endif
