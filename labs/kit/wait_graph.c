/* Deadlock as a property of the wait-for graph. Plain data, no clock: whether
 * anyone is stuck follows from who waits for whom, never from how long.
 */
#include "labs/kit/wait_graph.h"

static uint64_t bit(size_t node)
{
    return UINT64_C(1) << node;
}

/* Begins with all that wait, and takes out whoever has someone outside to hope
 * for, until nothing changes: what is left is the largest such set. */
uint64_t wait_graph_stuck(const struct wait_graph *graph)
{
    uint64_t stuck = 0, gone = 0, before;

    for (size_t i = 0; i < graph->count; i++) {
        if (graph->nodes[i].gone)
            gone |= bit(i);
        else if (graph->nodes[i].object)
            stuck |= bit(i);
    }
    do {
        before = stuck;
        for (size_t i = 0; i < graph->count; i++)
            if (graph->nodes[i].waits_for & ~stuck & ~gone)
                stuck &= ~bit(i);
    } while (stuck != before);
    return stuck;
}

/* The cost of a way: its arrows first, then how many of them are unlikely. */
enum { ARROW_COST = WAIT_NODES + 1, UNLIKELY_COST = 1, NO_WAY = ARROW_COST * ARROW_COST };

struct ways {
    int cost[WAIT_NODES];
    size_t before[WAIT_NODES];
    uint64_t done;
};

static int nearest(const struct wait_graph *graph, const struct ways *ways, size_t *node)
{
    int cost = NO_WAY;

    for (size_t i = 0; i < graph->count; i++) {
        if (!(ways->done & bit(i)) && ways->cost[i] < cost) {
            cost = ways->cost[i];
            *node = i;
        }
    }
    return cost;
}

static void follow_arrows(const struct wait_graph *graph, uint64_t within, size_t from,
                          int cost_so_far, struct ways *ways)
{
    const struct wait_node *node = &graph->nodes[from];

    for (size_t i = 0; i < graph->count; i++) {
        int cost = cost_so_far + ARROW_COST + (node->likely & bit(i) ? 0 : UNLIKELY_COST);
        if ((node->waits_for & within & bit(i)) && cost < ways->cost[i]) {
            ways->cost[i] = cost;
            ways->before[i] = from;
        }
    }
}

/* Dijkstra's cheapest ways from `start` back to `start` itself: its own cost is
 * set only when an arrow comes home. */
static int cheapest_round(const struct wait_graph *graph, uint64_t within, size_t start,
                          struct ways *ways)
{
    size_t node = start;
    int cost;

    for (size_t i = 0; i < WAIT_NODES; i++)
        ways->cost[i] = NO_WAY;
    ways->done = 0;
    follow_arrows(graph, within, start, 0, ways);
    while ((cost = nearest(graph, ways, &node)) < NO_WAY && node != start) {
        ways->done |= bit(node);
        follow_arrows(graph, within, node, cost, ways);
    }
    return cost;
}

static void trace_back(const struct ways *ways, size_t start, struct wait_cycle *cycle)
{
    size_t at = start, count = 0, backwards[WAIT_NODES];

    do {
        at = ways->before[at];
        backwards[count++] = at;
    } while (at != start);
    cycle->count = count;
    for (size_t i = 0; i < count; i++)
        cycle->nodes[i] = backwards[count - 1 - i];
}

struct wait_cycle wait_graph_cycle(const struct wait_graph *graph, uint64_t stuck)
{
    struct wait_cycle best = {.count = 0};
    int best_cost = NO_WAY;

    for (size_t start = 0; start < graph->count; start++) {
        struct ways ways;
        int cost;

        if (!(stuck & bit(start)))
            continue;
        cost = cheapest_round(graph, stuck, start, &ways);
        if (cost < best_cost) {
            best_cost = cost;
            trace_back(&ways, start, &best);
        }
    }
    return best;
}
