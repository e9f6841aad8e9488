/* The names and addresses of the container's end of the host's network. */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/network/block.h"
#include "isolate/network/bridge.h"
#include "isolate/play/setting.h"
#include "labs/kit/cleanup.h"

/* The first that nobody has from here on: two may play at once. */
static unsigned free_port(void)
{
    enum { FIRST = 18573, TRIES = 200 };
    for (unsigned port = FIRST; port < FIRST + TRIES; port++) {
        struct sockaddr_in address = {.sin_family = AF_INET,
                                      .sin_port = htons((uint16_t)port),
                                      .sin_addr = {htonl(INADDR_LOOPBACK)}};
        cleanup_fd int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (bind(fd, (struct sockaddr *)&address, sizeof address) == 0)
            return port;
    }
    return FIRST;
}

/* Port 8080 of the container's end, as the host's own: for other machines, and for
 * the host itself, whose packets do not pass prerouting. */
static void write_rules(struct setting *s)
{
    char here[INET_ADDRSTRLEN], there[INET_ADDRSTRLEN];
    const char *table = s->bridge;
    struct in_addr order = {htonl(s->block + 1)};
    inet_ntop(AF_INET, &order, here, sizeof here);
    order.s_addr = htonl(s->block + 2);
    inet_ntop(AF_INET, &order, there, sizeof there);
    size_t size = sizeof s->rules[0];
    snprintf(s->rules[0], size, "add table ip %s", table);
    snprintf(s->rules[1], size,
             "add chain ip %s prerouting { type nat hook prerouting priority -100; }",
             table);
    snprintf(s->rules[2], size,
             "add chain ip %s output { type nat hook output priority -100; }", table);
    snprintf(s->rules[3], size,
             "add rule ip %s prerouting ip daddr %s tcp dport %u dnat to %s:8080", table,
             here, s->port, there);
    snprintf(s->rules[4], size,
             "add rule ip %s output ip daddr %s tcp dport %u dnat to %s:8080", table,
             here, s->port, there);
    snprintf(s->list_rules, sizeof s->list_rules, "list table ip %s", table);
    snprintf(s->delete_rules, sizeof s->delete_rules, "delete table ip %s", table);
}

/* None without the right to make interfaces out here: then block stays 0. */
void setting_find_network(struct setting *setting)
{
    uint32_t block;
    setting->port = free_port();
    snprintf(setting->bridge, sizeof setting->bridge, "isop%db",
             (int)getpid() % 10000000);
    snprintf(setting->cable, sizeof setting->cable, "isop%dv", (int)getpid() % 10000000);
    if (bridge_allowed() && block_choose(&block, NULL) == 0)
        setting->block = block;
    if (setting->block)
        write_rules(setting);
}
