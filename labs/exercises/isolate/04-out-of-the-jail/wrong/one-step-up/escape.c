/* Goes up, as often as you like: the root stops it. */
#include "jail.h"

void escape(void)
{
    for (int i = 0; i < 64; i++)
        if (chdir("..") < 0)
            return;
}
