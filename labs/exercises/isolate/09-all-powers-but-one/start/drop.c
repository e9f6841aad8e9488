/* All powers but one.
 *
 * capset takes each set as two words of 32 bits: capability C is bit C % 32 of word
 * C / 32. prctl(PR_CAPBSET_DROP, C) takes C out of the bounding set;
 * prctl(PR_CAPBSET_READ, C) is negative if the kernel knows no C. */
#include "drop.h"

int keep_one(void)
{
    /* struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
     * struct __user_cap_data_struct sets[2] = {{0}};
     * syscall(SYS_capset, &header, sets); */
    return 0;
}
