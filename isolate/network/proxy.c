/* The life of the proxy: enter the container's network, give up every right, carry
 * packets until the container or its keeper is gone. */
#include "isolate/network/proxy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/network/proxy_parts.h"
#include "isolate/runtime/identity.h"
#include "labs/kit/cleanup.h"

enum { NOBODY = 65534 };

/* ---- the loop ---- */

static int epoll = -1;

void watch_set(struct watch *watch, uint32_t wants)
{
    struct epoll_event event = {.events = wants, .data.ptr = watch};
    if (wants == watch->wants)
        return;
    int change = !wants ? EPOLL_CTL_DEL : watch->wants ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    epoll_ctl(epoll, change, watch->fd, &event);
    watch->wants = wants;
}

void watch_close(struct watch *watch)
{
    watch_set(watch, 0);
    close(watch->fd);
    watch->fd = -1;
}

static void loop(void)
{
    struct epoll_event event;
    for (;;) {
        int ready = epoll_wait(epoll, &event, 1, -1);
        if (ready < 0 && errno != EINTR)
            _exit(1);
        if (ready == 1) {
            struct watch *watch = event.data.ptr;
            watch->ready(watch, event.events);
        }
    }
}

/* ---- ends ---- */

static void end_ready(struct watch *watch, uint32_t events)
{
    (void)watch, (void)events;
    _exit(0);
}

/* The container's process is gone, or who started us is. */
static void watch_ends(int container, int lifeline)
{
    static struct watch ends[2];
    int fds[] = {container, lifeline};
    for (size_t i = 0; i < 2; i++) {
        ends[i] = (struct watch){.ready = end_ready, .fd = fds[i]};
        watch_set(&ends[i], EPOLLIN);
    }
}

static void watch_listeners(const struct network_connection *connection)
{
    static struct listener listeners[2 * NETWORK_PORTS_MAX];
    for (size_t i = 0; i < connection->listener_count; i++) {
        const struct network_port *port = connection->listener_ports[i];
        listeners[i] = (struct listener){
            .watch = {.ready = port->udp ? proxy_udp_ready : proxy_tcp_ready,
                      .fd = connection->listeners[i]},
            .server = {.sin_family = AF_INET,
                       .sin_port = htons(port->inside),
                       .sin_addr = {htonl(connection->address)}}};
        watch_set(&listeners[i].watch, EPOLLIN);
    }
}

/* ---- becoming a proxy ---- */

/* Root may enter the network as it is; a user must first enter the user namespace that
 * owns it, where he has all capabilities. */
static int enter(int user, int net)
{
    if (setns(net, CLONE_NEWNET) == 0)
        return 0;
    return setns(user, CLONE_NEWUSER) < 0 ? -1 : setns(net, CLONE_NEWNET);
}

static int give_up_rights(bool is_root)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};
    if (is_root && (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
                    setresuid(NOBODY, NOBODY, NOBODY) < 0))
        return -1;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return (int)syscall(SYS_capset, &header, none);
}

static int by_number(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Whatever else isolate has open must not stay open because of us. */
static void close_all_but(int *kept, size_t count)
{
    unsigned next = 3;
    qsort(kept, count, sizeof *kept, by_number);
    for (size_t i = 0; i < count; i++) {
        if ((unsigned)kept[i] > next)
            kernel_close_range(next, (unsigned)kept[i] - 1, 0);
        next = (unsigned)kept[i] + 1;
    }
    kernel_close_range(next, ~0u, 0);
}

/* No terminal, no standard files, none of the signals that are typed. */
static void leave_user(void)
{
    sigset_t none;
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    setsid();
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int fd = 0; fd < 3; fd++)
        dup2(nothing, fd);
    close(nothing);
    if (chdir("/") < 0)
        _exit(1);
    prctl(PR_SET_NAME, "isolate-proxy");
}

static void raise_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

struct doors {
    int user, net, container, lifeline, told;
};

static void close_others(const struct network_connection *connection,
                         const struct doors *doors)
{
    int kept[2 * NETWORK_PORTS_MAX + 5];
    size_t count = connection->listener_count;
    memcpy(kept, connection->listeners, count * sizeof *kept);
    memcpy(
        kept + count,
        (int[]){doors->user, doors->net, doors->container, doors->lifeline, doors->told},
        5 * sizeof *kept);
    close_all_but(kept, count + 5);
}

/* `told` is closed when all is well, or gets the number of the failure. */
static _Noreturn void proxy_run(const struct network_connection *connection,
                                const struct doors *doors)
{
    bool is_root = identity_choose().range; /* of the machine, not of a namespace */
    close_others(connection, doors);
    leave_user();
    raise_descriptors();
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0 || enter(doors->user, doors->net) < 0 || give_up_rights(is_root) < 0) {
        ssize_t ignored = write(doors->told, &errno, sizeof errno);
        (void)ignored;
        _exit(1);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a change of ids resets it */
    prctl(PR_SET_DUMPABLE, !is_root); /* a user may see which of his has the port */
    watch_ends(doors->container, doors->lifeline);
    watch_listeners(connection);
    close(doors->user);
    close(doors->net);
    close(doors->told);
    loop();
    _exit(0);
}

/* ---- starting it ---- */

static int open_doors(struct doors *doors, pid_t container, struct error *error)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/user", container);
    doors->user = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(path, sizeof path, "/proc/%d/ns/net", container);
    doors->net = open(path, O_RDONLY | O_CLOEXEC);
    doors->container = (int)syscall(SYS_pidfd_open, container, 0);
    if (doors->user < 0 || doors->net < 0 || doors->container < 0)
        return error_errno(error, STATUS_HOST,
                           "-p: the container's namespaces cannot be opened");
    return 0;
}

static int await(int told, struct error *error)
{
    int reason = 0;
    if (read(told, &reason, sizeof reason) == 0)
        return 0;
    errno = reason;
    return error_errno(error, STATUS_HOST,
                       "-p: the proxy cannot enter the container's network");
}

int proxy_start(struct network_connection *connection, pid_t container,
                struct error *error)
{
    struct doors doors = {-1, -1, -1, -1, -1};
    int told[2], result = open_doors(&doors, container, error);
    cleanup_fd int user = doors.user, net = doors.net, pidfd = doors.container;
    (void)user, (void)net, (void)pidfd;
    if (result < 0 || pipe2(told, O_CLOEXEC) < 0)
        return -1;
    cleanup_fd int hear = told[0];
    doors.told = told[1];
    doors.lifeline = connection->lifeline[0];
    connection->proxy = fork();
    if (connection->proxy == 0)
        proxy_run(connection, &doors);
    close(told[1]);
    if (connection->proxy < 0)
        return error_errno(error, STATUS_HOST, "-p: cannot start the proxy");
    return await(hear, error);
}
