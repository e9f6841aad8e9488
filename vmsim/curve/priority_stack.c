/* The stack: entry i is the page that i + 1 frames hold and i do not.
 *
 * The page that is referenced goes on top. The page that was there is carried down: at
 * each entry, of the two pages that this size and the next smaller one disagree about,
 * the one with the better rank stays and the other one is carried on, until the place
 * is reached from where the referenced page came.
 */
#include "vmsim/curve/priority_stack.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/progress.h"

enum { PROGRESS_EVERY = 1024 };

struct entry {
    uint64_t rank; /* the smaller, the more it is worth keeping */
    uint32_t page;
};

/* The rank of a page from this reference to its next one. */
typedef uint64_t rank_function(const struct trace *trace, size_t time, uint32_t *uses);

static uint64_t opt_rank(const struct trace *trace, size_t time, uint32_t *uses)
{
    (void)uses;
    return trace->next[time];
}

static uint64_t unopt_rank(const struct trace *trace, size_t time, uint32_t *uses)
{
    (void)uses;
    return NEVER - trace->next[time];
}

static uint64_t mru_rank(const struct trace *trace, size_t time, uint32_t *uses)
{
    (void)trace, (void)uses;
    return time;
}

/* Many uses are good; of equals, the later use. */
static uint64_t lfu_rank(const struct trace *trace, size_t time, uint32_t *uses)
{
    uint64_t count = ++uses[trace->page[time]];
    return ~(count << 32 | time);
}

static const struct {
    const char *name;
    rank_function *rank;
} ranks[] = {
    {"opt", opt_rank},
    {"unopt", unopt_rank},
    {"mru", mru_rank},
    {"lfu:history=all", lfu_rank},
};

static rank_function *find_rank(const struct choice *choice)
{
    for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++)
        if (!strcmp(choice->name, ranks[i].name))
            return ranks[i].rank;
    return NULL;
}

bool priority_stack_knows(const struct choice *choice)
{
    return find_rank(choice) != NULL;
}

/* Returns the place where the page was, from 1; 0: it is new, and now one of `count`. */
static uint32_t push(struct entry *stack, uint32_t *count, struct entry pushed)
{
    struct entry carried = pushed;
    for (uint32_t i = 0; i < *count; i++) {
        struct entry here = stack[i];
        bool carry_on = i == 0 || carried.rank <= here.rank;
        if (here.page == pushed.page) {
            stack[i] = carried;
            return i + 1;
        }
        if (carry_on) {
            stack[i] = carried;
            carried = here;
        }
    }
    stack[(*count)++] = carried;
    return 0;
}

bool priority_stack_run(const struct trace *trace, const struct choice *choice,
                        uint64_t steps, uint64_t *hits)
{
    rank_function *rank = find_rank(choice);
    uint32_t count = 0, pages = trace->pages.count;
    cleanup_free struct entry *stack = xreallocarray(NULL, pages, sizeof *stack);
    cleanup_free uint32_t *uses = xcalloc(pages, sizeof *uses);
    for (size_t time = 0; time < trace->count; time++) {
        struct entry entry = {rank(trace, time, uses), trace->page[time]};
        uint32_t place = push(stack, &count, entry);
        uint64_t cost = place ? place : count;
        if (cost > steps)
            return false;
        steps -= cost;
        hits[place]++;
        if (time % PROGRESS_EVERY == 0)
            progress_show(choice->name, time, trace->count);
    }
    hits[0] = 0;
    return true;
}
