/* Taking the host's ports, and saying who has one that is taken. */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/network/proxy.h"
#include "labs/kit/cleanup.h"

/* ---- who has it: /proc/net/tcp names a socket, /proc/PID/fd whose it is ---- */

/* The number of the socket that holds a local port, in one of the four tables. */
static unsigned long holder_in(const char *table, unsigned port)
{
    char line[512];
    unsigned long inode;
    unsigned local, state;
    cleanup_file FILE *file = fopen(table, "re");
    if (!file || !fgets(line, sizeof line, file))
        return 0;
    while (fgets(line, sizeof line, file))
        if (sscanf(line,
                   "%*d: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%*x %x %*s %*s %*s %*u "
                   "%*u %lu",
                   &local, &state, &inode) == 3 &&
            local == port && (state == 10 || state == 7)) /* listening; unconnected */
            return inode;
    return 0;
}

static bool has_socket(const char *process, const char *wanted)
{
    char path[300], target[64];
    snprintf(path, sizeof path, "/proc/%s/fd", process);
    DIR *folder = opendir(path);
    bool found = false;
    const struct dirent *entry;
    while (folder && !found && (entry = readdir(folder))) {
        ssize_t length =
            readlinkat(dirfd(folder), entry->d_name, target, sizeof target - 1);
        target[length < 0 ? 0 : length] = 0;
        found = !strcmp(target, wanted);
    }
    if (folder)
        closedir(folder);
    return found;
}

/* "nginx (process 4711)"; processes of others show their descriptors to root only. */
static void name_holder(unsigned long inode, char *text, size_t size)
{
    char wanted[64], path[300], name[32] = "";
    DIR *proc = inode ? opendir("/proc") : NULL;
    const struct dirent *entry;
    snprintf(wanted, sizeof wanted, "socket:[%lu]", inode);
    snprintf(text, size, "a process that cannot be seen from here");
    while (proc && (entry = readdir(proc))) {
        if (!atoi(entry->d_name) || !has_socket(entry->d_name, wanted))
            continue;
        snprintf(path, sizeof path, "/proc/%s/comm", entry->d_name);
        cleanup_file FILE *comm = fopen(path, "re");
        if (comm && fgets(name, sizeof name, comm))
            name[strcspn(name, "\n")] = 0;
        snprintf(text, size, "%s (process %.10s)", name, entry->d_name);
        break;
    }
    if (proc)
        closedir(proc);
}

static int refuse(const struct network_port *port, int reason, struct error *error)
{
    char holder[80];
    const char *protocol = port->udp ? "udp" : "tcp";
    unsigned long inode =
        holder_in(port->udp ? "/proc/net/udp" : "/proc/net/tcp", port->outside);
    if (!inode)
        inode = holder_in(port->udp ? "/proc/net/udp6" : "/proc/net/tcp6", port->outside);
    if (reason == EADDRINUSE) {
        name_holder(inode, holder, sizeof holder);
        return error_set(error, STATUS_HOST,
                         "-p: %s port %u of the host is taken by %s: stop it, or publish "
                         "another port",
                         protocol, port->outside, holder);
    }
    if (reason == EACCES)
        return error_set(
            error, STATUS_HOST,
            "-p: port %u of the host is for root alone: publish one from "
            "1024 on (or see the sysctl net.ipv4.ip_unprivileged_port_start)",
            port->outside);
    errno = reason;
    if (reason == EADDRNOTAVAIL)
        return error_set(error, STATUS_REQUEST,
                         "-p: %s is no address of this host (see: ip address)",
                         port->host);
    return error_errno(error, STATUS_HOST, "-p: %s port %u", protocol, port->outside);
}

/* ---- taking it ---- */

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
};

static socklen_t fill_address(const struct network_port *port, int family,
                              union address *address)
{
    *address = (union address){0};
    address->any.sa_family = (sa_family_t)family;
    if (family == AF_INET) {
        address->four.sin_port = htons(port->outside);
        inet_pton(AF_INET, *port->host ? port->host : "0.0.0.0", &address->four.sin_addr);
        return sizeof address->four;
    }
    address->six.sin6_port = htons(port->outside);
    inet_pton(AF_INET6, *port->host ? port->host : "::", &address->six.sin6_addr);
    return sizeof address->six;
}

/* SO_REUSEADDR: connections of the last one may still be dying (TIME_WAIT). For UDP it
 * would let two hold one port. */
static int listen_on(const struct network_port *port, int family)
{
    static const int on = 1;
    union address address;
    socklen_t length = fill_address(port, family, &address);
    int type = port->udp ? SOCK_DGRAM : SOCK_STREAM;
    cleanup_fd int fd = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (!port->udp)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, &address.any, length) < 0 || (!port->udp && listen(fd, 128) < 0))
        return -1;
    return steal_fd(&fd);
}

/* A host without IPv6 has no such addresses to listen on. */
static bool lacks_ipv6(int reason)
{
    return reason == EAFNOSUPPORT || reason == EADDRNOTAVAIL;
}

static int take_port(struct network_connection *connection,
                     const struct network_port *port, struct error *error)
{
    static const int families[] = {AF_INET, AF_INET6};
    bool six = strchr(port->host, ':'), all = !*port->host;
    for (size_t i = 0; i < 2; i++) {
        if (!all && six != (families[i] == AF_INET6))
            continue;
        int fd = listen_on(port, families[i]);
        if (fd < 0 && all && families[i] == AF_INET6 && lacks_ipv6(errno))
            continue;
        if (fd < 0)
            return refuse(port, errno, error);
        connection->listener_ports[connection->listener_count] = port;
        connection->listeners[connection->listener_count++] = fd;
    }
    return 0;
}

int proxy_listen(struct network_connection *connection, struct error *error)
{
    const struct network_wish *wish = connection->wish;
    for (size_t i = 0; i < wish->port_count; i++)
        if (take_port(connection, &wish->ports[i], error) < 0)
            return -1;
    return 0;
}
