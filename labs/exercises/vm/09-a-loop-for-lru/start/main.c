/* Prints each reference on a line. You need not change it. */
#include <stdio.h>

#include "loop.h"

void touch(int page)
{
    printf("%d\n", page);
}

int main(void)
{
    rounds();
    return 0;
}
