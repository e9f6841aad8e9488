/* Both say that they want to, and nobody gives way. */
#include <stdatomic.h>

#include "guard.h"

static atomic_int wants[2];

void enter(int me)
{
    atomic_store(&wants[me], 1);
    while (atomic_load(&wants[1 - me]))
        ;
}

void leave(int me)
{
    atomic_store(&wants[me], 0);
}
