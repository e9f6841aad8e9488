/* Packets over a socket. */
#include "isolate/keeper/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

union descriptor_room {
    struct cmsghdr header; /* for its alignment */
    char bytes[CMSG_SPACE(WIRE_FDS_MAX * sizeof(int))];
};

static void add_descriptors(struct msghdr *message, union descriptor_room *room,
                            const int *fds, size_t count)
{
    message->msg_control = room->bytes;
    message->msg_controllen = CMSG_SPACE(count * sizeof(int));
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(header), fds, count * sizeof(int));
}

int wire_send(int socket, const struct wire_head *head, const char *body, size_t length,
              const int *fds, size_t fd_count, bool wait)
{
    struct wire_head first = *head;
    first.version = WIRE_VERSION;
    struct iovec parts[] = {{&first, sizeof first}, {(void *)(uintptr_t)body, length}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = length ? 2 : 1};
    union descriptor_room room = {0};
    if (fd_count)
        add_descriptors(&message, &room, fds, fd_count);
    ssize_t sent;
    do
        sent = sendmsg(socket, &message, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT));
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -1 : 0;
}

int wire_say(int socket, enum wire_kind kind, int32_t value, const char *text)
{
    struct wire_head head = {.kind = (uint8_t)kind, .value = value};
    return wire_send(socket, &head, text, text ? strlen(text) : 0, NULL, 0, true);
}

static void take_descriptors(struct msghdr *message, struct packet *packet)
{
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header;
         header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        packet->fd_count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(packet->fds, CMSG_DATA(header), packet->fd_count * sizeof(int));
    }
}

int wire_receive(int socket, struct packet *packet, bool wait)
{
    struct iovec parts[] = {{&packet->head, sizeof packet->head},
                            {packet->body, WIRE_BODY_MAX}};
    union descriptor_room room = {0};
    struct msghdr message = {.msg_iov = parts,
                             .msg_iovlen = 2,
                             .msg_control = room.bytes,
                             .msg_controllen = sizeof room.bytes};
    ssize_t got;
    packet->fd_count = 0;
    do
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        return got < 0 && errno != ECONNRESET ? -1 : 0;
    take_descriptors(&message, packet);
    if ((size_t)got < sizeof packet->head || packet->head.version != WIRE_VERSION ||
        (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC))) {
        packet_close(packet);
        errno = EPROTO;
        return -1;
    }
    packet->length = (size_t)got - sizeof packet->head;
    packet->body[packet->length] = 0;
    return 1;
}

void packet_close(struct packet *packet)
{
    for (size_t i = 0; i < packet->fd_count; i++)
        close(packet->fds[i]);
    packet->fd_count = 0;
}
