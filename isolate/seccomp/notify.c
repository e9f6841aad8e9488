/* Questions and answers between a filter and whoever holds its listener. */
#include "isolate/seccomp/notify.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/seccomp/filter.h"
#include "labs/kit/cleanup.h"

/* A message of one byte, with room for one descriptor. */
struct parcel {
    char byte;
    struct iovec part;
    struct msghdr message;
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control; /* last: its size is not that of its parts */
};

static struct msghdr *parcel_make(struct parcel *p)
{
    memset(p, 0, sizeof *p);
    p->part = (struct iovec){&p->byte, 1};
    p->message = (struct msghdr){.msg_iov = &p->part,
                                 .msg_iovlen = 1,
                                 .msg_control = p->control.bytes,
                                 .msg_controllen = sizeof p->control.bytes};
    return &p->message;
}

static int send_descriptor(int socket, int fd)
{
    struct parcel parcel;
    struct msghdr *message = parcel_make(&parcel);
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(header), &fd, sizeof fd);
    return sendmsg(socket, message, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

int notify_open(const struct rules *rules, int socket, struct error *error)
{
    struct filter filter;
    if (filter_compile(rules, &filter, error) < 0)
        return -1;
    cleanup_fd int listener = filter_load(
        &filter.program, filter.flags | SECCOMP_FILTER_FLAG_NEW_LISTENER, error);
    filter_free(&filter);
    if (listener < 0)
        return -1;
    if (send_descriptor(socket, listener) < 0)
        return error_errno(error, STATUS_HOST, "cannot hand out the listener");
    return 0;
}

int notify_take(int socket, struct error *error)
{
    struct parcel parcel;
    struct msghdr *message = parcel_make(&parcel);
    ssize_t count = recvmsg(socket, message, MSG_CMSG_CLOEXEC);
    if (count < 0)
        return error_errno(error, STATUS_HOST, "cannot take the listener");
    struct cmsghdr *header = count == 1 ? CMSG_FIRSTHDR(message) : NULL;
    int listener = -1;
    if (header && header->cmsg_type == SCM_RIGHTS &&
        header->cmsg_len == CMSG_LEN(sizeof listener))
        memcpy(&listener, CMSG_DATA(header), sizeof listener);
    if (listener < 0)
        return error_set(error, STATUS_HOST,
                         "no listener came: the filter was not loaded");
    return listener;
}

/* ENOENT: the asker was killed between the question and our reading it. */
int notify_receive(int listener, struct notification *question, struct error *error)
{
    for (;;) {
        struct pollfd ready = {.fd = listener, .events = POLLIN};
        struct seccomp_notif raw = {0};
        if (poll(&ready, 1, -1) < 0 && errno != EINTR)
            return error_errno(error, STATUS_HOST, "the listener");
        if (!(ready.revents & POLLIN) && (ready.revents & (POLLHUP | POLLERR)))
            return 0;
        if (!(ready.revents & POLLIN))
            continue;
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &raw) == 0) {
            *question = (struct notification){raw.id, (pid_t)raw.pid, raw.data};
            return 1;
        }
        if (errno != ENOENT && errno != EINTR)
            return error_errno(error, STATUS_HOST, "the listener");
    }
}

bool notify_waits(int listener, const struct notification *question)
{
    uint64_t id = question->id;
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

static int answer(int listener, const struct notification *question, int number,
                  int64_t value, uint32_t flags)
{
    struct seccomp_notif_resp response = {
        .id = question->id, .error = -number, .val = value, .flags = flags};
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

int notify_deny(int listener, const struct notification *question, int number)
{
    return answer(listener, question, number, 0, 0);
}

int notify_return(int listener, const struct notification *question, int64_t value)
{
    return answer(listener, question, 0, value, 0);
}

int notify_continue(int listener, const struct notification *question)
{
    return answer(listener, question, 0, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
}
