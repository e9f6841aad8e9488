/* The bridge, and the host's willingness to forward for it.
 *
 * A packet is forwarded when the interface that it came in by says so
 * (net.ipv4.conf.NAME.forwarding). For answers from outside that is the interface of
 * the default route. It is switched on if it was off, noted, and switched off again by
 * the last one; meanwhile a rule drops whatever it would forward for others (rules.c),
 * so that the host does not become a router for its neighbours.
 */
#include "isolate/network/bridge.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/nsfs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/network/block.h"
#include "isolate/network/link.h"
#include "isolate/network/rules.h"
#include "labs/kit/cleanup.h"

static const char name[] = NETWORK_BRIDGE_NAME;

/* ---- may we? ---- */

static bool has_net_admin(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{0}};
    return syscall(SYS_capget, &header, data) == 0 &&
           (data[0].effective & (1u << CAP_NET_ADMIN));
}

/* Root of a user namespace may have the network, but no place for leases. */
bool bridge_allowed(void)
{
    struct stat ours, owner;
    if (!has_net_admin() || access("/run", W_OK) < 0)
        return false;
    cleanup_fd int net = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    cleanup_fd int user = net < 0 ? -1 : ioctl(net, NS_GET_USERNS);
    return user >= 0 && fstat(user, &owner) == 0 &&
           stat("/proc/self/ns/user", &ours) == 0 && ours.st_ino == owner.st_ino;
}

/* ---- settings of the kernel ---- */

static void setting_path(char path[96], const char *family, const char *interface,
                         const char *setting)
{
    snprintf(path, 96, "/proc/sys/net/%s/conf/%s/%s", family, interface, setting);
}

static int setting_read(const char *path)
{
    char value = 0;
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd >= 0 && read(fd, &value, 1) == 1 ? value - '0' : -1;
}

static int setting_write(const char *path, const char *value)
{
    cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd >= 0 && write(fd, value, 1) == 1 ? 0 : -1;
}

void bridge_silence(const char *interface)
{
    char path[96];
    setting_path(path, "ipv6", interface, "disable_ipv6");
    setting_write(path, "1");
}

/* ---- forwarding ---- */

static int forward(const struct room *room, struct bridge *bridge, struct error *error)
{
    char path[96];
    cleanup_free char *noted = room_read(room, "forwarding");
    setting_path(path, "ipv4", name, "forwarding");
    if (setting_write(path, "1") < 0)
        return error_errno(error, STATUS_HOST, "%s", path);
    if (!block_upstream(bridge->upstream)) {
        bridge->upstream[0] = 0;
        return 0;
    }
    bridge->confined = noted && !strcmp(noted, bridge->upstream);
    setting_path(path, "ipv4", bridge->upstream, "forwarding");
    if (setting_read(path) != 0)
        return 0;
    bridge->confined = true;
    if (room_write(room, "forwarding", bridge->upstream, error) < 0)
        return -1;
    return setting_write(path, "1") < 0 ? error_errno(error, STATUS_HOST, "%s", path) : 0;
}

static void forward_no_more(const struct room *room)
{
    char path[96];
    cleanup_free char *noted = room_read(room, "forwarding");
    if (!noted)
        return;
    setting_path(path, "ipv4", noted, "forwarding");
    setting_write(path, "0");
    room_remove(room, "forwarding");
}

/* ---- the bridge ---- */

bool bridge_exists(void)
{
    return if_nametoindex(name) != 0;
}

/* An address that is there already stays: a crash may have come in between. */
static int set_up(struct bridge *bridge, struct error *error)
{
    uint32_t address;
    if (!block_of_interface(name, &address, &bridge->prefix)) {
        bridge->prefix = BLOCK_PREFIX;
        address = bridge->block + 1;
        if (network_link_address(name, address, bridge->prefix, error) < 0)
            return -1;
    }
    bridge->block = address & ~(UINT32_MAX >> bridge->prefix);
    return network_link_up(name, error);
}

int bridge_open(const struct room *room, struct bridge *bridge, struct error *error)
{
    uint32_t address;
    *bridge = (struct bridge){0};
    if (!block_of_interface(name, &address, &bridge->prefix) &&
        block_choose(&bridge->block, error) < 0)
        return -1;
    if (!bridge_exists()) {
        if (network_link_bridge(name, bridge->block + 1, error) < 0)
            return -1;
        bridge_silence(name);
    }
    return set_up(bridge, error) < 0 ? -1 : forward(room, bridge, error);
}

/* The rules that confine go after what they confine. */
void bridge_remove(const struct room *room)
{
    if (bridge_exists())
        network_link_delete(name, NULL);
    forward_no_more(room);
    rules_delete(room);
}
