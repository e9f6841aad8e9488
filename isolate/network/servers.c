/* Reading resolv.conf(5). Of systemd-resolved, which listens on the loopback only,
 * the servers behind it are taken: a container has a loopback of its own. */
#include "isolate/network/servers.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "labs/kit/cleanup.h"

static bool is_loopback(const char *server)
{
    return !strncmp(server, "127.", 4) || !strcmp(server, "::1");
}

/* "nameserver 10.0.0.1"; an address with a zone (fe80::1%eth0) means nothing in
 * another namespace. */
static bool parse_line(const char *line, char server[INET6_ADDRSTRLEN])
{
    struct in6_addr address;
    return sscanf(line, "nameserver %45s", server) == 1 &&
           (inet_pton(AF_INET, server, &address) == 1 ||
            inet_pton(AF_INET6, server, &address) == 1);
}

static size_t read_servers(const char *path, char servers[SERVERS_MAX][INET6_ADDRSTRLEN])
{
    size_t count = 0;
    char line[512];
    cleanup_file FILE *file = fopen(path, "re");
    while (file && count < SERVERS_MAX && fgets(line, sizeof line, file))
        if (parse_line(line, servers[count]) && !is_loopback(servers[count]))
            count++;
    return count;
}

size_t servers_of_host(char servers[SERVERS_MAX][INET6_ADDRSTRLEN])
{
    size_t count = read_servers("/etc/resolv.conf", servers);
    return count ? count : read_servers("/run/systemd/resolve/resolv.conf", servers);
}
