/* Two locks of the same kind. */
#include "jail.h"

int enter(const char *folder)
{
    if (chroot(folder) < 0 || chdir("/") < 0 || chroot(".") < 0)
        return -1;
    return chdir("/");
}
