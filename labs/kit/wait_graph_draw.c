/* The cycle of a wait-for graph as a ring, read along the arrows:
 *
 *     T1 ─ waits ─▸ B
 *     ▴             │
 *     held by       held by
 *     │             ▾
 *     A ◂─ waits ─ T2
 *
 * A cycle of n nodes has n objects: the upper row runs to the right with half of
 * these stations, the lower one to the left with the rest; vertical arrows join them.
 */
#include "labs/kit/canvas.h"
#include "labs/kit/utf8.h"
#include "labs/kit/wait_graph.h"

enum { RING_ROWS = 5 };

/* The stations of the ring in the order of the arrows: node, object, node … */
struct ring {
    const struct wait_graph *graph;
    const struct wait_cycle *cycle;
    size_t stations;
};

static const struct wait_node *ring_node(const struct ring *ring, size_t station)
{
    return &ring->graph->nodes[ring->cycle->nodes[station / 2 % ring->cycle->count]];
}

static const char *station_name(const struct ring *ring, size_t station)
{
    const struct wait_node *node = ring_node(ring, station);

    return station % 2 ? node->object : node->name;
}

/* What stands on the arrow that leaves this station. */
static const char *arrow_label(const struct ring *ring, size_t station)
{
    return station % 2 ? ring_node(ring, station)->relation : "waits";
}

static enum style station_style(size_t station)
{
    return station % 2 ? STYLE_VICTIM : STYLE_BAD;
}

/* Columns of a row that begins at station `first`: " ─ label ─▸ " between names. */
static int row_columns(const struct ring *ring, size_t first, size_t count)
{
    int columns = utf8_columns(station_name(ring, first));

    for (size_t i = first; i + 1 < first + count; i++)
        columns += utf8_columns(arrow_label(ring, i)) + 7 +
                   utf8_columns(station_name(ring, i + 1));
    return columns;
}

static int draw_dashes(struct area area, int row, int at, int count)
{
    while (count-- > 0)
        at = area_text(area, row, at, STYLE_NORMAL, "─");
    return at;
}

/* Both rows end at the same column: their first arrow is as long as needed. */
static void draw_rightward(const struct ring *ring, struct area area, int row, int width)
{
    size_t count = ring->stations / 2;
    int spare = width - row_columns(ring, 0, count), at = 0;

    for (size_t i = 0; i < count; i++) {
        at = area_text(area, row, at, station_style(i), station_name(ring, i));
        if (i + 1 == count)
            break;
        at = area_print(area, row, at, STYLE_NORMAL, " ─ %s ─", arrow_label(ring, i));
        at = draw_dashes(area, row, at, i ? 0 : spare);
        at = area_text(area, row, at, STYLE_NORMAL, "▸ ");
    }
}

static void draw_leftward(const struct ring *ring, struct area area, int row, int width)
{
    size_t first = ring->stations / 2;
    int spare = width - row_columns(ring, first, first), at = 0;

    for (size_t i = ring->stations; i-- > first;) {
        at = area_text(area, row, at, station_style(i), station_name(ring, i));
        if (i == first)
            break;
        at = area_text(area, row, at, STYLE_NORMAL, " ◂─");
        at = draw_dashes(area, row, at, i + 1 == ring->stations ? spare : 0);
        at = area_print(area, row, at, STYLE_NORMAL, " %s ─ ", arrow_label(ring, i - 1));
    }
}

static void draw_ring(const struct ring *ring, struct area area, int width)
{
    const char *down = arrow_label(ring, ring->stations / 2 - 1);
    const char *up = arrow_label(ring, ring->stations - 1);

    draw_rightward(ring, area, 0, width);
    area_text(area, 1, 0, STYLE_NORMAL, "▴");
    area_text(area, 1, width - 1, STYLE_NORMAL, "│");
    area_text(area, 2, 0, STYLE_NORMAL, up);
    area_right(area, 2, width, STYLE_NORMAL, down);
    area_text(area, 3, 0, STYLE_NORMAL, "│");
    area_text(area, 3, width - 1, STYLE_NORMAL, "▾");
    draw_leftward(ring, area, RING_ROWS - 1, width);
}

static int draw_lines(const struct ring *ring, struct area area)
{
    int row = 0;

    for (size_t i = 0; i < ring->cycle->count && row < area.rows; i++, row++) {
        const struct wait_node *node = ring_node(ring, 2 * i);
        int at = area_text(area, row, 0, STYLE_BAD, node->name);
        at = area_text(area, row, at, STYLE_NORMAL, " waits for ");
        at = area_text(area, row, at, STYLE_VICTIM, node->object);
        at = area_print(area, row, at, STYLE_NORMAL, ", %s ", node->relation);
        area_text(area, row, at, STYLE_BAD, ring_node(ring, 2 * i + 2)->name);
    }
    return row;
}

/* As wide as the wider row, or as the labels of the two vertical arrows. */
static int ring_columns(const struct ring *ring)
{
    size_t half = ring->stations / 2;
    int upper = row_columns(ring, 0, half), lower = row_columns(ring, half, half);
    int labels = utf8_columns(arrow_label(ring, half - 1)) +
                 utf8_columns(arrow_label(ring, ring->stations - 1)) + 4;
    int width = upper > lower ? upper : lower;

    return width > labels ? width : labels;
}

int wait_graph_draw(const struct wait_graph *graph, const struct wait_cycle *cycle,
                    struct area area)
{
    struct ring ring = {graph, cycle, 2 * cycle->count};
    int width;

    if (!cycle->count || area.rows < 1)
        return 0;
    width = ring_columns(&ring);
    if (cycle->count < 2 || area.rows < RING_ROWS || width > area.columns)
        return draw_lines(&ring, area);
    draw_ring(&ring, area, width);
    return RING_ROWS;
}
