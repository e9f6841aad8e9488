/* The marked region: who is inside. Its marks conflict, so that the search tries them
 * in every order. */
#include "threads/explore/runtime/region.h"

#include "threads/explore/runtime/scheduler.h"

OURS static int inside;
OURS static bool entered, shared;

void region_reset(void)
{
    inside = 0;
}

bool region_was_entered(void)
{
    return entered;
}

bool region_was_shared(void)
{
    return shared;
}

unsigned region_occupants(void)
{
    return (unsigned)inside;
}

static void mark(enum operation_kind kind, uintptr_t pc)
{
    struct operation operation = {
        .kind = (uint16_t)kind,
        .pc = pc,
        .touch = {{0}, {(uintptr_t)&inside, 1, TOUCH_WRITE}},
    };
    if (self && thread_count > 1)
        step(&operation);
}

EXPORTED void concurrent_begin(void);
EXPORTED void concurrent_begin(void)
{
    ENTER();
    mark(OP_ENTER, CALLER);
    entered = true;
    shared |= ++inside > 1;
}

EXPORTED void concurrent_end(void);
EXPORTED void concurrent_end(void)
{
    ENTER();
    mark(OP_LEAVE, CALLER);
    inside--;
}
