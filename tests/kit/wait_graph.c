/* The wait-for graph against a naive one, and its picture. */
#include "labs/kit/wait_graph.h"

#include "labs/kit/canvas.h"
#include "tests/tap.h"

enum { NAIVE_NODES = 7, ROUNDS = 20000 };

static uint64_t seed = 20260521;

static unsigned random_below(unsigned limit) /* xorshift64*, Vigna 2016 */
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (unsigned)((seed * UINT64_C(2685821657736338717)) >> 33) % limit;
}

static struct wait_graph random_graph(void)
{
    struct wait_graph graph = {.count = 1 + random_below(NAIVE_NODES)};

    for (size_t i = 0; i < graph.count; i++) {
        struct wait_node *node = &graph.nodes[i];
        node->name = "n";
        node->gone = random_below(10) == 0;
        if (node->gone || random_below(4) == 0)
            continue;
        node->object = "o";
        node->relation = "held by";
        for (unsigned arrows = random_below(3); arrows-- > 0;)
            node->waits_for |= UINT64_C(1) << random_below((unsigned)graph.count);
        node->waits_for &= ~(UINT64_C(1) << i);
        node->likely = node->waits_for & random_below(128);
    }
    return graph;
}

/* Naive: a node can go on if it runs, or if, by arrows, it reaches one that runs. */
static bool naive_can_go_on(const struct wait_graph *graph, size_t node, uint64_t seen)
{
    const struct wait_node *at = &graph->nodes[node];

    if (at->gone || seen >> node & 1)
        return false;
    if (!at->object)
        return true;
    for (size_t i = 0; i < graph->count; i++)
        if (at->waits_for >> i & 1 &&
            naive_can_go_on(graph, i, seen | UINT64_C(1) << node))
            return true;
    return false;
}

static uint64_t naive_stuck(const struct wait_graph *graph)
{
    uint64_t stuck = 0;

    for (size_t i = 0; i < graph->count; i++)
        if (!graph->nodes[i].gone && !naive_can_go_on(graph, i, 0))
            stuck |= UINT64_C(1) << i;
    return stuck;
}

/* Naive: every path is walked; cost as the contract says: length, then unlikely. */
static int naive_cycle_cost(const struct wait_graph *graph, uint64_t within, size_t start,
                            size_t at, uint64_t seen, int cost)
{
    int best = 1 << 20;

    for (size_t i = 0; i < graph->count; i++) {
        const struct wait_node *node = &graph->nodes[at];
        int step = cost + 100 + !(node->likely >> i & 1), found = 1 << 20;
        if (!(node->waits_for & within & UINT64_C(1) << i))
            continue;
        if (i == start)
            found = step;
        else if (!(seen >> i & 1))
            found =
                naive_cycle_cost(graph, within, start, i, seen | UINT64_C(1) << i, step);
        if (found < best)
            best = found;
    }
    return best;
}

static int naive_best(const struct wait_graph *graph, uint64_t within)
{
    int best = 1 << 20;

    for (size_t i = 0; i < graph->count; i++) {
        int cost = within >> i & 1
                       ? naive_cycle_cost(graph, within, i, i, UINT64_C(1) << i, 0)
                       : 1 << 20;
        if (cost < best)
            best = cost;
    }
    return best;
}

/* The cost of a cycle that was named, or -1 if it is none. */
static int cost_of(const struct wait_graph *graph, uint64_t within,
                   const struct wait_cycle *cycle)
{
    int cost = 0;
    uint64_t seen = 0;

    for (size_t i = 0; i < cycle->count; i++) {
        size_t at = cycle->nodes[i], next = cycle->nodes[(i + 1) % cycle->count];
        if (!(within >> at & 1) || seen >> at & 1 ||
            !(graph->nodes[at].waits_for >> next & 1))
            return -1;
        seen |= UINT64_C(1) << at;
        cost += 100 + !(graph->nodes[at].likely >> next & 1);
    }
    return cost;
}

static void test_against_naive(void)
{
    int wrong_sets = 0, wrong_cycles = 0, cycles = 0, stuck_graphs = 0;

    for (int round = 0; round < ROUNDS; round++) {
        struct wait_graph graph = random_graph();
        uint64_t stuck = wait_graph_stuck(&graph);
        struct wait_cycle cycle = wait_graph_cycle(&graph, stuck);
        int best = naive_best(&graph, stuck);

        wrong_sets += stuck != naive_stuck(&graph);
        stuck_graphs += stuck != 0;
        cycles += cycle.count > 0;
        if (cycle.count)
            wrong_cycles += cost_of(&graph, stuck, &cycle) != best;
        else
            wrong_cycles += best < 1 << 20;
    }
    is_int(wrong_sets, 0, "who is stuck agrees with the naive search on random graphs");
    is_int(wrong_cycles, 0, "the cycle is a shortest, likeliest one");
    ok(cycles > ROUNDS / 100 && cycles < ROUNDS,
       "graphs with and without a cycle came up");
    ok(stuck_graphs > cycles, "and some that are stuck without a cycle");
}

static struct wait_graph two_locks(void)
{
    struct wait_graph graph = {.count = 3};

    graph.nodes[0] = (struct wait_node){
        .name = "main", .object = "T1", .relation = "end of", .waits_for = 2};
    graph.nodes[1] = (struct wait_node){
        .name = "T1", .object = "B", .relation = "held by", .waits_for = 4, .likely = 4};
    graph.nodes[2] = (struct wait_node){
        .name = "T2", .object = "A", .relation = "held by", .waits_for = 2, .likely = 2};
    return graph;
}

static void test_two_locks(void)
{
    struct wait_graph graph = two_locks();
    struct wait_cycle cycle;

    is_int(wait_graph_stuck(&graph), 7, "whoever waits for the stuck is stuck");
    cycle = wait_graph_cycle(&graph, 7);
    is_int(cycle.count, 2, "the cycle has two threads");
    is_int(cycle.nodes[0], 1, "T1 first");
    is_int(cycle.nodes[1], 2, "then T2");
    graph.nodes[2].object = NULL;
    graph.nodes[2].waits_for = 0;
    is_int(wait_graph_stuck(&graph), 0, "one that runs sets all of them free");
    graph.nodes[2].gone = true;
    is_int(wait_graph_stuck(&graph), 3, "one that has ended helps nobody");
    is_int(wait_graph_cycle(&graph, 3).count, 0, "and that is no cycle");
}

/* The rows of an area as text, blanks at the ends removed. */
static const char *drawn(const struct wait_graph *graph, int rows, int columns)
{
    static char text[4096];
    struct canvas *canvas = canvas_new(rows, columns, false);
    struct wait_cycle cycle = wait_graph_cycle(graph, wait_graph_stuck(graph));
    size_t used = 0;

    wait_graph_draw(graph, &cycle, canvas_area(canvas));
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
            const struct cell *cell = canvas_cell(canvas, row, column);
            if (cell->width > 0)
                used +=
                    (size_t)snprintf(text + used, sizeof text - used, "%s", cell->text);
        }
        while (used && text[used - 1] == ' ')
            used--;
        text[used++] = '\n';
    }
    text[used] = '\0';
    canvas_free(canvas);
    return text;
}

static void test_picture(void)
{
    struct wait_graph graph = two_locks();

    is_string(drawn(&graph, 5, 40),
              "T1 ─ waits ────▸ B\n"
              "▴                │\n"
              "held by    held by\n"
              "│                ▾\n"
              "A ◂──── waits ─ T2\n",
              "two threads and two locks are a ring");
    is_string(drawn(&graph, 5, 16),
              "T1 waits for B,…\n"
              "T2 waits for A,…\n\n\n\n",
              "where the ring does not fit, a line for each thread");
    is_string(drawn(&graph, 2, 40),
              "T1 waits for B, held by T2\n"
              "T2 waits for A, held by T1\n",
              "too few rows: lines as well");
    is_string(drawn(&graph, 1, 1), "…\n", "one cell is no crash");
    graph.nodes[2].waits_for = 1; /* T2 waits for main, which waits for T1 */
    is_string(drawn(&graph, 5, 60),
              "main ─ waits ─▸ T1 ─ end of ─▸ T1\n"
              "▴                               │\n"
              "held by                     waits\n"
              "│                               ▾\n"
              "A ◂──── waits ─ T2 ◂─ held by ─ B\n",
              "three threads and three objects");
    graph.nodes[1].object = NULL;
    graph.nodes[1].waits_for = 0;
    is_string(drawn(&graph, 2, 20), "\n\n", "no cycle, no picture");
}

int main(void)
{
    test_two_locks();
    test_against_naive();
    test_picture();
    return done_testing();
}
