/* The stack of LFU with a whole history, as runs; see priority_stack.h for how a stack
 * changes, and opt_stack.c for why a run, entries whose ranks ascend, can be passed by
 * what is carried without looking at its entries: it is inserted, and the last of them
 * is carried on.
 *
 * Unlike with OPT the referenced page x may stand anywhere in its run. What is carried
 * to its place, c, comes after all that is above it. So the run is split at x, c goes to
 * the end of the first part, in order, and the second part is joined to it again if c
 * has a better rank than its first entry; if not, there is one run more. Neighbours that
 * have come into order since are joined. One run or two is the rule.
 *
 * A run is a treap by rank with the sizes of its subtrees (C. R. Aragon, R. G. Seidel,
 * "Randomized search trees", FOCS 1989), so all this takes O(log pages).
 */
#include <stdlib.h>
#include <string.h>

#include "vmsim/curve/priority_stack.h"
#include "vmsim/progress.h"
#include "vmsim/tables.h"

enum { PROGRESS_EVERY = 1 << 16, NIL = 0 };

struct node { /* of the page of its number - 1 */
    uint64_t rank;
    uint32_t left, right, size, uses;
};

struct run {
    uint32_t root;
    uint64_t first, last; /* ranks */
};

struct lfu_stack {
    struct node *nodes; /* nodes[NIL] is empty */
    uint32_t top;
    struct run *runs; /* from the top of the stack down */
    uint32_t count, size;
};

/* ---- treaps ---- */

/* The heap order is that of the numbers, shuffled. */
static inline uint32_t shuffled(uint32_t node)
{
    node = (node ^ node >> 16) * 0x7feb352d;
    node = (node ^ node >> 15) * 0x846ca68b;
    return node ^ node >> 16;
}

static inline void count_up(struct node *nodes, uint32_t node)
{
    struct node *at = &nodes[node];
    at->size = nodes[at->left].size + nodes[at->right].size + 1;
}

/* What is below `rank` goes to *low, the rest to *high. */
static void split(struct node *nodes, uint32_t node, uint64_t rank, uint32_t *low,
                  uint32_t *high)
{
    if (node == NIL) {
        *low = *high = NIL;
        return;
    }
    if (nodes[node].rank < rank) {
        split(nodes, nodes[node].right, rank, &nodes[node].right, high);
        *low = node;
    } else {
        split(nodes, nodes[node].left, rank, low, &nodes[node].left);
        *high = node;
    }
    count_up(nodes, node);
}

/* All of `low` comes before all of `high`. */
static uint32_t join(struct node *nodes, uint32_t low, uint32_t high)
{
    if (low == NIL || high == NIL)
        return low + high;
    uint32_t *below;
    if (shuffled(low) > shuffled(high)) {
        below = &nodes[low].right;
        *below = join(nodes, *below, high);
        count_up(nodes, low);
        return low;
    }
    below = &nodes[high].left;
    *below = join(nodes, low, *below);
    count_up(nodes, high);
    return high;
}

static uint32_t insert(struct node *nodes, uint32_t root, uint32_t node)
{
    uint32_t low, high;
    nodes[node].left = nodes[node].right = NIL;
    nodes[node].size = 1;
    split(nodes, root, nodes[node].rank, &low, &high);
    return join(nodes, join(nodes, low, node), high);
}

static bool holds(const struct node *nodes, uint32_t root, uint32_t node)
{
    while (root != NIL && root != node)
        root = nodes[root].rank < nodes[node].rank ? nodes[root].right : nodes[root].left;
    return root == node;
}

/* ---- runs ---- */

static struct run run_of(const struct node *nodes, uint32_t root)
{
    uint32_t first = root, last = root;
    while (nodes[first].left != NIL)
        first = nodes[first].left;
    while (nodes[last].right != NIL)
        last = nodes[last].right;
    return (struct run){root, nodes[first].rank, nodes[last].rank};
}

static void put_run(struct lfu_stack *self, uint32_t index, uint32_t root)
{
    if (self->count == self->size) {
        self->size = self->size * 2 + 16;
        self->runs =
            table_resize(self->runs, self->size, sizeof *self->runs, "LFU's stack");
    }
    struct run *at = &self->runs[index];
    memmove(at + 1, at, (self->count++ - index) * sizeof *at);
    *at = run_of(self->nodes, root);
}

static void drop_run(struct lfu_stack *self, uint32_t index)
{
    struct run *at = &self->runs[index];
    memmove(at, at + 1, (--self->count - index) * sizeof *at);
}

/* Joins the runs that are in order, of those up to `index` and the next one. */
static void join_runs(struct lfu_stack *self, uint32_t index)
{
    for (uint32_t i = index + 1; i-- > 0;) {
        if (i + 1 >= self->count || self->runs[i].last > self->runs[i + 1].first)
            continue;
        struct run *low = &self->runs[i];
        low->root = join(self->nodes, low->root, low[1].root);
        low->last = low[1].last;
        drop_run(self, i + 1);
    }
}

/* Returns what is carried on. */
static uint32_t pass(struct node *nodes, struct run *run, uint32_t carried)
{
    uint32_t low, last;
    if (nodes[carried].rank > run->last)
        return carried;
    split(nodes, insert(nodes, run->root, carried), run->last, &low, &last);
    *run = run_of(nodes, low);
    return last;
}

/* Takes x out of its run and puts what is carried into its place. Returns how many
 * entries were before it. */
static uint32_t replace(struct lfu_stack *self, uint32_t index, uint32_t x,
                        uint32_t carried)
{
    struct node *nodes = self->nodes;
    uint32_t low, here, high;
    split(nodes, self->runs[index].root, nodes[x].rank, &low, &here);
    split(nodes, here, nodes[x].rank + 1, &here, &high);
    uint32_t before = nodes[low].size;
    self->runs[index] = run_of(nodes, insert(nodes, low, carried));
    if (high != NIL)
        put_run(self, index + 1, high);
    return before;
}

/* x is not on top. Returns its distance; 0: it is new. */
static uint32_t reference(struct lfu_stack *self, uint32_t x, bool fresh)
{
    uint32_t carried = self->top, above = 1, index = 0;
    for (; index < self->count; index++) {
        struct run *run = &self->runs[index];
        if (!fresh && holds(self->nodes, run->root, x)) {
            above += replace(self, index, x, carried);
            join_runs(self, index + 1);
            return above + 1;
        }
        above += self->nodes[run->root].size;
        carried = pass(self->nodes, run, carried);
    }
    self->nodes[carried].left = self->nodes[carried].right = NIL;
    self->nodes[carried].size = 1;
    put_run(self, index, carried);
    join_runs(self, index);
    return 0;
}

/* Many uses are good; of equals, the later use. */
static uint64_t rank(uint32_t uses, size_t time)
{
    return ~((uint64_t)uses << 32 | time);
}

void lfu_stack_hits(const struct trace *trace, uint32_t *hits)
{
    uint32_t pages = 0;
    struct lfu_stack self = {.nodes = table_new((size_t)trace->pages.count + 1,
                                                sizeof *self.nodes, "LFU's stack")};
    for (size_t time = 0; time < trace->count; time++) {
        uint32_t x = trace->page[time] + 1;
        bool fresh = stack_page_is_new(trace->page[time], pages);
        pages += fresh;
        if (x == self.top)
            hits[1]++;
        else if (self.top)
            hits[reference(&self, x, fresh)]++;
        self.top = x;
        self.nodes[x].rank = rank(++self.nodes[x].uses, time);
        if (time % PROGRESS_EVERY == 0)
            progress_show("lfu:history=all", time, trace->count);
    }
    hits[0] = 0;
    free(self.runs);
    free(self.nodes);
}
