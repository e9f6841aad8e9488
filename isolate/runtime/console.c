/* The terminal of a container: opened inside, handed out over a socket. */
#include "isolate/runtime/console.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "labs/kit/cleanup.h"

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

/* The slave by TIOCGPTPEER, not by its name: whatever stands at /dev/pts/0, this is the
 * other side of our master (ioctl_tty(2)). */
int console_open(const struct winsize *size, uid_t owner, int *master,
                 struct error *error)
{
    int unlocked = 0;
    cleanup_fd int fd = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || ioctl(fd, TIOCSPTLCK, &unlocked) < 0)
        return error_errno(error, STATUS_HOST, "no terminal: /dev/pts/ptmx");
    cleanup_fd int slave = ioctl(fd, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0)
        return error_errno(error, STATUS_HOST, "no terminal: TIOCGPTPEER");
    if (size->ws_row && ioctl(fd, TIOCSWINSZ, size) < 0)
        return error_errno(error, STATUS_HOST, "cannot set the size of the terminal");
    if (owner != geteuid() && fchown(slave, owner, (gid_t)-1) < 0)
        return error_errno(error, STATUS_HOST, "cannot give the terminal to user %u",
                           owner);
    *master = steal_fd(&fd);
    return steal_fd(&slave);
}

int console_bind(int slave, const char *target, struct error *error)
{
    cleanup_fd int tree = kernel_open_tree(slave, "", TREE_CLONE | AT_EMPTY_PATH);
    if (tree < 0 || kernel_attach(tree, target) < 0)
        return error_errno(error, STATUS_HOST, "cannot mount the terminal on %s", target);
    return 0;
}

int console_adopt(int slave)
{
    if (ioctl(slave, TIOCSCTTY, 0) < 0)
        return -1;
    for (int fd = 0; fd < 3; fd++)
        if (dup2(slave, fd) < 0)
            return -1;
    return 0;
}

/* ---- over a socket ---- */

union descriptor_room {
    struct cmsghdr header; /* for its alignment */
    char bytes[CMSG_SPACE(sizeof(int))];
};

int console_send(int socket, int master, const char *word, struct error *error)
{
    union descriptor_room room = {0};
    struct iovec text = {.iov_base = (void *)(uintptr_t)word, .iov_len = strlen(word)};
    struct msghdr message = {.msg_iov = &text,
                             .msg_iovlen = 1,
                             .msg_control = room.bytes,
                             .msg_controllen = sizeof room.bytes};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &master, sizeof master);
    if (sendmsg(socket, &message, MSG_NOSIGNAL) < 0)
        return error_errno(error, STATUS_HOST, "cannot hand out a descriptor");
    return 0;
}

static int descriptor_in(struct msghdr *message)
{
    int fd = -1;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header;
         header = CMSG_NXTHDR(message, header))
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
            header->cmsg_len == CMSG_LEN(sizeof fd))
            memcpy(&fd, CMSG_DATA(header), sizeof fd);
    return fd;
}

int console_receive(int socket, struct error *error)
{
    union descriptor_room room = {0};
    char word[4096];
    struct iovec text = {.iov_base = word, .iov_len = sizeof word};
    struct msghdr message = {.msg_iov = &text,
                             .msg_iovlen = 1,
                             .msg_control = room.bytes,
                             .msg_controllen = sizeof room.bytes};
    ssize_t got;
    while ((got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
        ;
    if (got < 0)
        return error_errno(error, STATUS_HOST, "no terminal came");
    int fd = descriptor_in(&message);
    return fd < 0 ? error_set(error, STATUS_HOST, "no terminal came") : fd;
}

/* A path of any length: the socket is opened first, and then connected to by the short
 * name that the descriptor has. */
int console_connect(const char *option, const char *path, struct error *error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    cleanup_fd int there = open(path, O_PATH | O_CLOEXEC);
    cleanup_fd int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (there < 0 || fd < 0)
        return error_errno(error, STATUS_REQUEST, "%s %s", option, path);
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d", there);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return error_errno(error, STATUS_REQUEST, "%s %s", option, path);
    return steal_fd(&fd);
}
