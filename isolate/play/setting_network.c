/* The names and addresses of the container's end of the host's network. */
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
}
