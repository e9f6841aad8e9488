/* A hash table with open addressing: see the header. */
#include "threads/explore/runtime/states.h"

#include <string.h>

#include "threads/explore/runtime/ours.h"

enum { BITS = 21, ENTRIES = 1 << BITS, MOST = ENTRIES / 4 * 3 };

struct entry {
    uint64_t state; /* 0: free */
    struct thread_set sleep;
};

OURS static struct entry *entries;
OURS static int used;
OURS static bool full;

void states_begin(void)
{
    if (!entries)
        entries = ours_allocate(ENTRIES * sizeof *entries);
    else
        memset(entries, 0, ENTRIES * sizeof *entries);
    used = 0;
    full = false;
}

bool states_full(void)
{
    return full;
}

static struct entry *entry_of(uint64_t state)
{
    uint64_t place = state >> (64 - BITS);
    while (entries[place].state && entries[place].state != state)
        place = (place + 1) % ENTRIES;
    return &entries[place];
}

bool states_visit(uint64_t state, const struct thread_set *enabled,
                  const struct thread_set *sleep, struct thread_set *todo)
{
    struct entry *entry = entry_of(state ? state : 1);
    if (entry->state) {
        *todo = set_minus(set_both(entry->sleep, *enabled), *sleep);
        entry->sleep = set_both(entry->sleep, *sleep);
        return false;
    }
    *todo = set_minus(*enabled, *sleep);
    if (used == MOST) {
        full = true;
        return true;
    }
    used++;
    *entry = (struct entry){state ? state : 1, *sleep};
    return true;
}
