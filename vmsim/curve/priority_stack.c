/* Which stack for which policy; and the two that need no structure at all. */
#include "vmsim/curve/priority_stack.h"

#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/tables.h"

/* The page on top was used last, so it is the worst of all: nothing on the way down
 * changes places with it, and it goes to where the referenced page came from. */
static void mru_hits(const struct trace *trace, uint32_t *hits)
{
    uint32_t count = 0, top = 0, pages = trace->pages.count;
    cleanup_free uint32_t *place = table_new(pages, sizeof *place, "MRU's stack");
    for (size_t time = 0; time < trace->count; time++) {
        uint32_t page = trace->page[time];
        if (stack_page_is_new(page, count))
            place[page] = ++count;
        else
            hits[place[page]]++;
        place[top] = place[page];
        place[page] = 1;
        top = page;
    }
}

/* The page that is referenced now is the worst of all that are not on top, and stays the
 * worst while its use comes nearer. So whatever else is carried down, it is carried to
 * the last entry: a memory holds it only if it has it on top, or has everything. */
static void unopt_hits(const struct trace *trace, uint32_t *hits)
{
    uint32_t count = 0;
    for (size_t time = 0; time < trace->count; time++) {
        uint32_t page = trace->page[time];
        if (stack_page_is_new(page, count))
            count++;
        else
            hits[page == trace->page[time - 1] ? 1 : count]++;
    }
}

static const struct {
    const char *name;
    void (*hits)(const struct trace *trace, uint32_t *hits);
} stacks[] = {
    {"opt", opt_stack_hits},
    {"unopt", unopt_hits},
    {"mru", mru_hits},
    {"lfu:history=all", lfu_stack_hits},
};

enum { STACKS = sizeof stacks / sizeof stacks[0] };

static size_t find_stack(const struct choice *choice)
{
    size_t i = 0;
    while (i < STACKS && strcmp(choice->name, stacks[i].name) != 0)
        i++;
    return i;
}

bool priority_stack_knows(const struct choice *choice)
{
    return find_stack(choice) < STACKS;
}

void priority_stack_run(const struct trace *trace, const struct choice *choice,
                        uint32_t *hits)
{
    stacks[find_stack(choice)].hits(trace, hits);
}
