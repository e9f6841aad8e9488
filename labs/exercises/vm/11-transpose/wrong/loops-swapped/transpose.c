/* Moves each element of a matrix to its place in another one. Change the order. */
#include "transpose.h"

void transpose(void)
{
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            move(column, row);
}
