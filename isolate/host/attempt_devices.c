/* Attempts with what the network and guests need: netlink, programs, device nodes. */
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/host/attempt.h"
#include "isolate/host/view.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/words.h"

/* The kernel's side and the program. */
void try_nft(struct attempt *attempt)
{
    cleanup_free char *program = view_program(&this_host, "nft");
    cleanup_fd int netlink =
        socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
    if (attempt_stage(attempt, "host.stage-netfilter", netlink)) {
        errno = ENOENT;
        attempt_stage(attempt, "host.stage-nft", program ? 0 : -1);
    }
}

void try_user_network(struct attempt *attempt)
{
    static const char *const names[] = {"pasta", "slirp4netns"};
    for (size_t i = 0; i < 2; i++) {
        cleanup_free char *program = view_program(&this_host, names[i]);
        if (program) {
            attempt_stage(attempt, names[i], 0);
            snprintf(attempt->note, sizeof attempt->note,
                     english_as("host.installed", "%s"), program);
            return;
        }
    }
    errno = ENOENT;
    attempt_stage(attempt, "host.stage-pasta", -1);
}

static void open_node(struct attempt *attempt, const char *path)
{
    cleanup_fd int fd = open(path, O_RDWR | O_CLOEXEC);
    attempt_stage(attempt, path, fd);
}

void try_tun(struct attempt *attempt)
{
    open_node(attempt, "/dev/net/tun");
}

void try_kvm(struct attempt *attempt)
{
    open_node(attempt, "/dev/kvm");
}
