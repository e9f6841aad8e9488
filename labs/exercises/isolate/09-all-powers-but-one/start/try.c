/* Shows the five sets after keep_one() and an exec. */
#include "drop.h"

int main(void)
{
    if (keep_one() < 0)
        perror("keep_one");
    execlp("grep", "grep", "^Cap", "/proc/self/status", (char *)NULL);
    perror("grep");
    return 1;
}
