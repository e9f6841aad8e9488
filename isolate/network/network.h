/* The network of a container: what was asked for, and the life of it.
 *
 *   kind     namespace      way in                      way out
 *   none     its own, lo    published ports             nothing
 *   bridge   its own        published ports, and the    root: veth, bridge, masquerade
 *                           other containers (root)     others: pasta or slirp4netns
 *   host     the host's     all of the host's           all of the host's
 *
 * The life of a connection, and who calls what:
 *
 *   network_open      outside, before clone: checks the wish, takes the host's ports
 *                     and an address, makes the bridge. What is refused is refused
 *                     here, before there is a container.
 *   network_connect   outside, after clone: puts the container's end of the cable
 *                     into its namespace, starts who carries packets.
 *   network_inside    inside, with CAP_NET_ADMIN over the namespace, after
 *                     network_connect when network_waits() says so: lo and eth0 up.
 *   network_close     outside, at the end: all of it goes.
 *
 * A bare `none` needs network_inside only and costs one ioctl. The container needs
 * no capability once network_inside has returned.
 *
 * When the owner of a connection dies (kill -9), the kernel takes the cable with the
 * namespace and kills the helpers; addresses, bridge and rules are found by the next
 * network_open or by network_gc: an address is held by a lock on its lease file, not
 * by a number of a process, so there is nothing to guess.
 */
#ifndef RING3_ISOLATE_NETWORK_H
#define RING3_ISOLATE_NETWORK_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "labs/kit/error.h"

struct provider;

enum network_kind { NETWORK_NONE, NETWORK_BRIDGE, NETWORK_HOST, NETWORK_JOIN };

enum { NETWORK_PORTS_MAX = 64, NETWORK_NAMES_MAX = 64, NETWORK_SERVERS_MAX = 3 };

/* -p [HOST:]PORT:PORT[/tcp|/udp] */
struct network_port {
    char host[INET6_ADDRSTRLEN]; /* an address of the host; "": all of them */
    uint16_t outside, inside;    /* on the host, in the container */
    bool udp;
};

/* --add-host NAME:ADDRESS */
struct network_name {
    char name[254];
    char address[INET6_ADDRSTRLEN];
};

struct network_wish {
    enum network_kind kind; /* JOIN: a namespace made by others; nothing is set up */
    struct network_port ports[NETWORK_PORTS_MAX];
    struct network_name names[NETWORK_NAMES_MAX];
    char servers[NETWORK_SERVERS_MAX][INET6_ADDRSTRLEN]; /* --dns */
    size_t port_count, name_count, server_count;
    const char *hostname; /* for /etc/hostname and /etc/hosts; may be NULL */
};

/* Words of the command line. Each appends to, or sets, the wish; `text` is not kept.
 * Errors name the option and what to try. */
int network_wish_kind(struct network_wish *wish, const char *text, struct error *error);
int network_wish_port(struct network_wish *wish, const char *text, struct error *error);
int network_wish_server(struct network_wish *wish, const char *text, struct error *error);
int network_wish_name(struct network_wish *wish, const char *text, struct error *error);
/* What cannot go together, such as -p with host. */
int network_wish_check(const struct network_wish *wish, struct error *error);

/* Flags for clone: CLONE_NEWNET or 0. */
unsigned long network_clone_flags(const struct network_wish *wish);

struct network_connection {
    const struct network_wish *wish;
    const char *via;  /* "nothing", "host", "bridge", "pasta", "slirp4netns" */
    char notice[240]; /* what the user should be told once; "" for nothing */
    uint32_t address; /* of the container, host byte order; 0: only lo */
    uint32_t gateway; /* of the bridge; 0: no route of ours */
    unsigned prefix;  /* bits of the net of `address` */
    bool on_loopback; /* there is no cable: the address is put on lo */
    unsigned number;  /* of the lease: `address` within the bridge's block */
    int lease;        /* its file, locked for as long as the address is ours; or -1 */
    size_t listener_count;
    int listeners[2 * NETWORK_PORTS_MAX]; /* the host's ends of published ports */
    const struct network_port *listener_ports[2 * NETWORK_PORTS_MAX];
    const struct provider *carrier; /* of the way out of a user; NULL: none */
    pid_t proxy, provider; /* children of the caller of network_connect; 0: none */
    int lifeline[2];       /* both helpers end when [1] is closed; -1: none */
};

/* The four of the life above. network_open leaves nothing when it fails; when another
 * fails, the caller calls network_close, which does its best without complaint and is
 * harmless when called again. The wish must outlive the connection. network_connect
 * may fork, and its caller must have one thread only. The container's copy of the
 * descriptors is closed by network_inside. After network_connect, `notice` is what the
 * user should be told. */
int network_open(const struct network_wish *wish, struct network_connection *connection,
                 struct error *error);
int network_connect(struct network_connection *connection, pid_t container,
                    struct error *error);
int network_inside(struct network_connection *connection, struct error *error);
void network_close(struct network_connection *connection);

/* Must the container's process wait for network_connect before network_inside? */
bool network_waits(const struct network_connection *connection);

/* The files that names are resolved by: /etc/hosts, /etc/hostname, /etc/resolv.conf.
 * Text for the container, to be mounted read-only over what its root has (or written
 * into a writable layer). None for `host` and for a bare `none`; free each text. After
 * network_open. */
enum { NETWORK_FILES_MAX = 3 };
struct network_file {
    const char *path; /* static */
    char *text;
};
size_t network_files(const struct network_connection *connection,
                     struct network_file files[NETWORK_FILES_MAX]);

/* Mounts them, read-only. To be called in the container's own mount namespace, in its
 * root, with CAP_SYS_ADMIN: anywhere else it would cover the host's. A root that has no
 * such file and cannot be written goes without. */
int network_mount_files(const struct network_connection *connection, struct error *error);

/* What crashed containers left: calls `found` (may be NULL) with a sentence for each
 * thing, and removes it when `remove`. The number of things, or -1. Touches only what
 * carries our name: bridge `isolate0`, nft table `isolate`, the runtime directory. */
int network_gc(bool remove, void (*found)(const char *what, void *context), void *context,
               struct error *error);

#endif
