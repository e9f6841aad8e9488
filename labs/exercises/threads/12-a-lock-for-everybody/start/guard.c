/* Yours: whoever comes when it is free gets it. */
#include <stdatomic.h>

#include "guard.h"

static atomic_flag held = ATOMIC_FLAG_INIT;

void enter(int me)
{
    (void)me;
    while (atomic_flag_test_and_set(&held))
        ;
}

void leave(int me)
{
    (void)me;
    atomic_flag_clear(&held);
}
