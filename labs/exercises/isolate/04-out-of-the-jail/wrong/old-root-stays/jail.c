/* The old root lies in a folder of the new one, and stays there. */
#define _GNU_SOURCE
#include "jail.h"

int enter(const char *folder)
{
    syscall(SYS_close_range, 3, ~0u, 0);
    if (mount(folder, folder, NULL, MS_BIND | MS_REC, NULL) < 0 || chdir(folder) < 0 ||
        (mkdir("old", 0700) < 0 && errno != EEXIST) ||
        syscall(SYS_pivot_root, ".", "old") < 0)
        return -1;
    return chdir("/");
}
