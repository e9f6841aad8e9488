/* Squares of TILE rows and columns, each as a whole. */
#include "transpose.h"

enum { TILE = 48 };

static void square(int top, int left)
{
    for (int row = top; row < top + TILE; row++)
        for (int column = left; column < left + TILE; column++)
            move(row, column);
}

void transpose(void)
{
    for (int top = 0; top < SIDE; top += TILE)
        for (int left = 0; left < SIDE; left += TILE)
            square(top, left);
}
