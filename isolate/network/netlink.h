/* Requests to the kernel over netlink(7): build one, send it, get its answer.
 *
 * A message is a header, a fixed body that depends on its type, and attributes;
 * an attribute may hold attributes:
 *
 *     nlmsghdr │ ifinfomsg │ IFLA_IFNAME "veth0" │ IFLA_LINKINFO { IFLA_INFO_KIND "veth"
 * … }
 *
 * Our own, because libmnl comes without an archive for a static link in Debian.
 */
#ifndef RING3_ISOLATE_NETWORK_NETLINK_H
#define RING3_ISOLATE_NETWORK_NETLINK_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <stdint.h>

#include "labs/kit/error.h"

struct netlink_message {
    union {
        struct nlmsghdr header;
        char bytes[1024]; /* our longest has 200; more is a fault of ours */
    };
};

/* `flags` beside NLM_F_REQUEST: NLM_F_CREATE | NLM_F_EXCL to make a thing, NLM_F_DUMP to
 * list all. `body` is the struct of the type: ifinfomsg, ifaddrmsg, rtmsg. */
void netlink_begin(struct netlink_message *message, uint16_t type, uint16_t flags,
                   const void *body, size_t length);
void netlink_bytes(struct netlink_message *message, uint16_t type, const void *data,
                   size_t length);
void netlink_text(struct netlink_message *message, uint16_t type, const char *text);
void netlink_number(struct netlink_message *message, uint16_t type, uint32_t number);
/* Opens an attribute that holds others (and, for veth's peer, a body first). */
struct rtattr *netlink_nest(struct netlink_message *message, uint16_t type,
                            const void *body, size_t length);
void netlink_nest_end(struct netlink_message *message, struct rtattr *nest);

/* Sends to `protocol` (NETLINK_ROUTE) and waits for the answer. On failure errno is
 * the kernel's, and the error is `what`, the kernel's own sentence if it sends one,
 * and the words for errno. */
int netlink_ask(struct netlink_message *message, int protocol, const char *what,
                struct error *error);

/* The same for NLM_F_DUMP: `each` sees every message of the answer. */
int netlink_list(struct netlink_message *message, int protocol,
                 void (*each)(const struct nlmsghdr *header, void *context),
                 void *context, struct error *error);

#endif
