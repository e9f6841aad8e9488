/* chroot() for who has its capability: in docker's default set it is. */
#include <linux/capability.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

const struct attack attack_granted_chroot = {
    .name = "granted-chroot",
    .title = "break out of chroot with CAP_SYS_CHROOT",
    .group = GROUP_MOUNTS,
    .tries =
        "The container was asked for with --cap-add sys_chroot, as docker and podman "
        "give it to all. Makes a second root below its own, goes back to a "
        "directory that it kept open, and climbs with .. to the root of the host.",
    .source = "chroot(2); CAP_SYS_CHROOT is one of docker's 14 default capabilities",
    .stopped = "pivot_root() made the mount of the root the top of the tree, and the old "
               "one was unmounted: there is nothing above to climb to.",
    .layers = STOPS(PIVOT),
    .asks = {.capabilities = UINT64_C(1) << CAP_SYS_CHROOT},
    .prepare = bait_host_root,
    .attempt = attempt_chroot_escape,
};
