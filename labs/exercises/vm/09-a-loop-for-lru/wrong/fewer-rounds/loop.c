/* Touches 100 pages in each of 20 rounds. Change rounds(). */
#include "loop.h"

void rounds(void)
{
    for (int round = 0; round < 5; round++)
        for (int page = 0; page < PAGES; page++)
            touch(page);
}
