/* The names and addresses of the container's end of the host's network. */
#include <net/if.h>
#include <stdio.h>
#include <unistd.h>

#include "isolate/network/block.h"
#include "isolate/network/bridge.h"
#include "isolate/play/setting.h"

/* None without the right to make interfaces out here: then block stays 0. */
void setting_find_network(struct setting *setting)
{
    uint32_t block;
    snprintf(setting->bridge, sizeof setting->bridge, "isop%db",
             (int)getpid() % 10000000);
    snprintf(setting->cable, sizeof setting->cable, "isop%dv", (int)getpid() % 10000000);
    if (bridge_allowed() && block_choose(&block, NULL) == 0)
        setting->block = block;
}
