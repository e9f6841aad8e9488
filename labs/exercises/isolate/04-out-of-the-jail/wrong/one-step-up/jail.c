/* A jail: another root mount, the old one unmounted, nothing left open. */
#define _GNU_SOURCE
#include "jail.h"

int enter(const char *folder)
{
    if (syscall(SYS_close_range, 3, ~0u, 0) < 0 ||
        mount(folder, folder, NULL, MS_BIND | MS_REC, NULL) < 0 || chdir(folder) < 0 ||
        syscall(SYS_pivot_root, ".", ".") < 0 || umount2(".", MNT_DETACH) < 0)
        return -1;
    return chdir("/");
}
