/* Prints the pages that are read and written: the first matrix has the pages 0 to 127,
 * the second one 1000 to 1127. You need not change it. */
#include <stdio.h>
#include <stdlib.h>

#include "transpose.h"

enum { ELEMENTS_PER_PAGE = 4096 / sizeof(double) };

static unsigned char moved[SIDE][SIDE];

void move(int row, int column)
{
    if (row < 0 || row >= SIDE || column < 0 || column >= SIDE) {
        printf("# there is no element %d,%d\n", row, column);
        exit(1);
    }
    if (moved[row][column]++) {
        printf("# element %d,%d is moved twice\n", row, column);
        exit(1);
    }
    printf("%d r\n", (row * SIDE + column) / ELEMENTS_PER_PAGE);
    printf("%d w\n", 1000 + (column * SIDE + row) / ELEMENTS_PER_PAGE);
}

int main(void)
{
    transpose();
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            if (!moved[row][column]) {
                printf("# element %d,%d is not moved\n", row, column);
                return 1;
            }
    return 0;
}
