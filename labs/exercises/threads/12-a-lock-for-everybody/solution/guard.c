/* G. L. Peterson, Myths About the Mutual Exclusion Problem, 1981. */
#include <stdatomic.h>

#include "guard.h"

static atomic_int wants[2], turn;

void enter(int me)
{
    atomic_store(&wants[me], 1);
    atomic_store(&turn, 1 - me);
    while (atomic_load(&wants[1 - me]) && atomic_load(&turn) == 1 - me)
        ;
}

void leave(int me)
{
    atomic_store(&wants[me], 0);
}
