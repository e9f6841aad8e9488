/* A way out for users without root: pasta or slirp4netns, a program that owns the far
 * end of a tap interface in the container and speaks for it with sockets of its own,
 * as any program of the user may. */
#ifndef RING3_ISOLATE_NETWORK_PROVIDER_H
#define RING3_ISOLATE_NETWORK_PROVIDER_H

#include <stdbool.h>

#include "isolate/network/network.h"

/* Where both put the container, and where they answer for DNS. */
#define PROVIDER_ADDRESS 0x0a000264u /* 10.0.2.100 */
#define PROVIDER_SERVER  "10.0.2.3"
enum { PROVIDER_PREFIX = 24 };

struct provider {
    const char *name;
    /* After the name, ended by NULL; "PID" stands for the container's process. */
    const char *const *arguments;
    bool tells; /* knows --ready-fd: else its readiness is seen by the route it makes */
};

/* The first that can be used here; NULL, and `why` says what is missing and how to get
 * it. */
const struct provider *provider_find(char *why, size_t size);

/* Starts it and waits until the container's eth0 leads out. connection->provider is a
 * guard of ours, which ends it, and then itself, when the lifeline or the container
 * ends. */
int provider_start(struct network_connection *connection, pid_t container,
                   struct error *error);

#endif
