/* All powers but one: the bounding set while we may, then the others. */
#include "drop.h"

int keep_one(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[2] = {{0}};
    for (unsigned long c = 0; prctl(PR_CAPBSET_READ, c, 0, 0, 0) >= 0; c++)
        if (c != CAP_NET_BIND_SERVICE && prctl(PR_CAPBSET_DROP, c, 0, 0, 0) < 0)
            return -1;
    sets[0].effective = sets[0].permitted = 1u << CAP_NET_BIND_SERVICE;
    return (int)syscall(SYS_capset, &header, sets);
}
