/* Requests over netlink. One socket per request: it costs some microseconds, and no
 * answer can be taken for that of another request. */
#include "isolate/network/netlink.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

/* ---- building ---- */

static void *append(struct netlink_message *m, const void *data, size_t length)
{
    size_t at = NLMSG_ALIGN(m->header.nlmsg_len);
    if (at + NLMSG_ALIGN(length) > sizeof m->bytes)
        abort();
    if (length)
        memcpy(m->bytes + at, data, length);
    m->header.nlmsg_len = (uint32_t)(at + length);
    return m->bytes + at;
}

void netlink_begin(struct netlink_message *m, uint16_t type, uint16_t flags,
                   const void *body, size_t length)
{
    memset(m, 0, sizeof *m);
    m->header = (struct nlmsghdr){.nlmsg_len = NLMSG_HDRLEN,
                                  .nlmsg_type = type,
                                  .nlmsg_flags = (uint16_t)(flags | NLM_F_REQUEST)};
    append(m, body, length);
}

void netlink_bytes(struct netlink_message *m, uint16_t type, const void *data,
                   size_t length)
{
    struct rtattr attribute = {(unsigned short)RTA_LENGTH(length), type};
    append(m, &attribute, sizeof attribute);
    append(m, data, length);
}

void netlink_text(struct netlink_message *m, uint16_t type, const char *text)
{
    netlink_bytes(m, type, text, strlen(text) + 1);
}

void netlink_number(struct netlink_message *m, uint16_t type, uint32_t number)
{
    netlink_bytes(m, type, &number, sizeof number);
}

struct rtattr *netlink_nest(struct netlink_message *m, uint16_t type, const void *body,
                            size_t length)
{
    struct rtattr attribute = {0, type};
    struct rtattr *nest = append(m, &attribute, sizeof attribute);
    append(m, body, length);
    return nest;
}

void netlink_nest_end(struct netlink_message *m, struct rtattr *nest)
{
    const char *end = m->bytes + m->header.nlmsg_len;
    nest->rta_len = (unsigned short)(end - (const char *)nest);
}

/* ---- asking ---- */

static int open_socket(int protocol)
{
    static const int on = 1;
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    if (fd < 0)
        return -1;
    /* Sentences beside numbers, and without a copy of our request; since 4.12. */
    setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
    setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
    return fd;
}

/* The kernel's own sentence in an answer, or NULL. */
static const char *sentence(const struct nlmsghdr *header)
{
    size_t start = NLMSG_LENGTH(sizeof(struct nlmsgerr));
    if (!(header->nlmsg_flags & NLM_F_ACK_TLVS) || header->nlmsg_len < start)
        return NULL;
    const struct rtattr *attribute =
        (const struct rtattr *)((const char *)header + start);
    for (size_t left = header->nlmsg_len - start; RTA_OK(attribute, left);
         attribute = RTA_NEXT(attribute, left))
        if (attribute->rta_type == NLMSGERR_ATTR_MSG)
            return RTA_DATA(attribute);
    return NULL;
}

static int refused(const struct nlmsghdr *header, const char *what, struct error *error)
{
    const struct nlmsgerr *answer = NLMSG_DATA(header);
    if (!answer->error)
        return 0;
    const char *words = sentence(header);
    int number = -answer->error;
    errno = number;
    if (words)
        error_errno(error, STATUS_HOST, "%s (%s)", what, words);
    else
        error_errno(error, STATUS_HOST, "%s", what);
    errno = number;
    return -1;
}

/* All messages up to the acknowledgement, or the end of a list. */
static int read_answer(int fd, const char *what,
                       void (*each)(const struct nlmsghdr *, void *), void *context,
                       struct error *error)
{
    static _Alignas(
        struct nlmsghdr) char buffer[32768]; /* what the kernel fills at most */
    for (;;) {
        ssize_t got = recv(fd, buffer, sizeof buffer, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return error_errno(error, STATUS_HOST, "%s: no answer", what);
        unsigned left = (unsigned)got;
        for (const struct nlmsghdr *header = (void *)buffer; NLMSG_OK(header, left);
             header = NLMSG_NEXT(header, left)) {
            if (header->nlmsg_type == NLMSG_ERROR)
                return refused(header, what, error);
            if (header->nlmsg_type == NLMSG_DONE)
                return 0;
            if (each)
                each(header, context);
        }
    }
}

static int converse(struct netlink_message *m, int protocol, const char *what,
                    void (*each)(const struct nlmsghdr *, void *), void *context,
                    struct error *error)
{
    cleanup_fd int fd = open_socket(protocol);
    if (fd < 0 || send(fd, m, m->header.nlmsg_len, 0) < 0)
        return error_errno(error, STATUS_HOST, "%s: netlink", what);
    return read_answer(fd, what, each, context, error);
}

int netlink_ask(struct netlink_message *m, int protocol, const char *what,
                struct error *error)
{
    m->header.nlmsg_flags |= NLM_F_ACK;
    return converse(m, protocol, what, NULL, NULL, error);
}

int netlink_list(struct netlink_message *m, int protocol,
                 void (*each)(const struct nlmsghdr *, void *), void *context,
                 struct error *error)
{
    return converse(m, protocol, "a list from netlink", each, context, error);
}
