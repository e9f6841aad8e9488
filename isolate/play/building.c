/* Messages between the processes of the builder: unix(7), SOCK_SEQPACKET. */
#include "isolate/play/building.h"

#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Room for descriptors and for the sender's ids, aligned as the kernel wants it. */
union ancillary {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(3 * sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
};

int order_send(int channel, const struct order *order, const int *descriptors)
{
    union ancillary ancillary = {0};
    struct iovec part = {(void *)(uintptr_t)order, sizeof *order};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptors) {
        message.msg_control = ancillary.bytes;
        message.msg_controllen = CMSG_SPACE(3 * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(3 * sizeof(int));
        memcpy(CMSG_DATA(header), descriptors, 3 * sizeof(int));
    }
    return sendmsg(channel, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static void take_ancillary(struct msghdr *message, int descriptors[3], pid_t *pid)
{
    for (struct cmsghdr *h = CMSG_FIRSTHDR(message); h; h = CMSG_NXTHDR(message, h)) {
        struct ucred sender;
        if (h->cmsg_level != SOL_SOCKET)
            continue;
        if (h->cmsg_type == SCM_CREDENTIALS && pid) {
            memcpy(&sender, CMSG_DATA(h), sizeof sender);
            *pid = sender.pid;
        } else if (h->cmsg_type == SCM_RIGHTS && descriptors &&
                   h->cmsg_len == CMSG_LEN(3 * sizeof(int))) {
            memcpy(descriptors, CMSG_DATA(h), 3 * sizeof(int));
        }
    }
}

static bool receive(int channel, void *bytes, size_t size, int descriptors[3], pid_t *pid)
{
    union ancillary ancillary;
    struct iovec part = {bytes, size};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = ancillary.bytes,
                             .msg_controllen = sizeof ancillary.bytes};
    if (recvmsg(channel, &message, MSG_CMSG_CLOEXEC) != (ssize_t)size)
        return false;
    take_ancillary(&message, descriptors, pid);
    return true;
}

bool order_receive(int channel, struct order *order, int descriptors[3])
{
    for (int i = 0; i < 3; i++)
        descriptors[i] = -1;
    return receive(channel, order, sizeof *order, descriptors, NULL);
}

int answer_send(int channel, int answer)
{
    return send(channel, &answer, sizeof answer, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

bool answer_receive(int channel, int *answer, pid_t *pid)
{
    return receive(channel, answer, sizeof *answer, NULL, pid);
}
