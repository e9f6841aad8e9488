/* Touches 100 pages in each of 20 rounds. Change rounds(). */
#include "loop.h"

void rounds(void)
{
    for (int round = 0; round < ROUNDS; round++)
        for (int page = 0; page < PAGES; page++)
            touch(PAGES - 1 - page);
}
