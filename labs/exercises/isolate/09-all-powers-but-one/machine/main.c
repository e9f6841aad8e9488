/* Calls the learner's function, says whether it failed, and executes the probe. */
#include <string.h>

#include "drop.h"

int main(void)
{
    errno = 0;
    if (keep_one() < 0)
        printf("failed %s\n", strerror(errno));
    fflush(stdout);
    execl("./probe", "probe", (char *)NULL);
    return 1;
}
