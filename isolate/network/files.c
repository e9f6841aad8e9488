/* The files that names are resolved by: hosts(5), hostname(5), resolv.conf(5). */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "isolate/network/network.h"
#include "isolate/network/provider.h"
#include "isolate/network/servers.h"

static FILE *begin(struct network_file *file, const char *path)
{
    static size_t size;
    file->path = path;
    FILE *out = open_memstream(&file->text, &size);
    if (!out)
        die(STATUS_HOST, "out of memory");
    return out;
}

/* Where the container has an address, its name means that; else a second one of the
 * loopback, so that 127.0.0.1 stays localhost alone. */
static void write_hosts(const struct network_connection *c, struct network_file *file)
{
    struct in_addr own = {htonl(c->address ? c->address : INADDR_LOOPBACK + 0x100)};
    char text[INET_ADDRSTRLEN];
    FILE *out = begin(file, "/etc/hosts");
    fputs("127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n", out);
    if (c->wish->hostname)
        fprintf(out, "%s %s\n", inet_ntop(AF_INET, &own, text, sizeof text),
                c->wish->hostname);
    for (size_t i = 0; i < c->wish->name_count; i++)
        fprintf(out, "%s %s\n", c->wish->names[i].address, c->wish->names[i].name);
    fclose(out);
}

static void write_server(FILE *out, const char *server)
{
    fprintf(out, "nameserver %s\n", server);
}

/* What was asked for; else the provider's own; else the host's, of which a bridge
 * reaches those of IPv4. Without a way out there is nobody to ask. */
static void write_resolver(const struct network_connection *c, struct network_file *file)
{
    char servers[SERVERS_MAX][INET6_ADDRSTRLEN];
    size_t count = c->gateway ? servers_of_host(servers) : 0;
    FILE *out = begin(file, "/etc/resolv.conf");
    fprintf(out, "# made by isolate for this container\n");
    for (size_t i = 0; i < c->wish->server_count; i++)
        write_server(out, c->wish->servers[i]);
    for (size_t i = 0; !c->wish->server_count && i < count; i++)
        if (!strchr(servers[i], ':'))
            write_server(out, servers[i]);
    if (!c->wish->server_count && c->carrier)
        write_server(out, PROVIDER_SERVER);
    fclose(out);
}

static void write_hostname(const struct network_connection *c, struct network_file *file)
{
    FILE *out = begin(file, "/etc/hostname");
    fprintf(out, "%s\n", c->wish->hostname);
    fclose(out);
}

size_t network_files(const struct network_connection *c,
                     struct network_file files[NETWORK_FILES_MAX])
{
    const struct network_wish *wish = c->wish;
    size_t count = 0;
    bool bare = wish->kind == NETWORK_NONE && !wish->name_count && !wish->server_count &&
                !wish->port_count;
    if (bare || wish->kind == NETWORK_HOST || wish->kind == NETWORK_JOIN)
        return 0;
    write_hosts(c, &files[count++]);
    write_resolver(c, &files[count++]);
    if (wish->hostname)
        write_hostname(c, &files[count++]);
    return count;
}
