/* Tables of Markdown: columns as wide as their widest cell, or, where the screen is
 * too narrow for that, cells of several lines.
 */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/markdown_layout.h"

enum { COLUMN_GAP = 2 };

void layout_begin_table(struct layout *layout, size_t columns)
{
    layout_text(layout);
    layout->table = (struct table){.columns = columns};
}

void layout_cell(struct layout *layout, MD_ALIGN align)
{
    struct table *table = &layout->table;
    table->cells = xreallocarray(table->cells, table->count + 1, sizeof *table->cells);
    table->cells[table->count++] = (struct cell_text){layout->flow, align};
    layout->flow = (struct flow){0};
}

/* The widest column gives way until all fit. */
static void fit_columns(const struct table *table, int columns, int *widths)
{
    int sum = 0;
    for (size_t i = 0; i < table->count; i++) {
        int *width = &widths[i % table->columns];
        int wanted = flow_columns(&table->cells[i].flow, 0, table->cells[i].flow.used);
        sum += wanted > *width ? wanted - *width : 0;
        *width = wanted > *width ? wanted : *width;
    }
    int room = columns - COLUMN_GAP * ((int)table->columns - 1);
    while (sum > room) {
        size_t widest = 0;
        for (size_t i = 1; i < table->columns; i++)
            if (widths[i] > widths[widest])
                widest = i;
        if (widths[widest] <= 1)
            return;
        widths[widest]--;
        sum--;
    }
}

static void add_blanks(struct markdown_line *line, int count)
{
    char blanks[256];
    while (count > 0) {
        int some = count < (int)sizeof blanks ? count : (int)sizeof blanks - 1;
        snprintf(blanks, sizeof blanks, "%*s", some, "");
        line_add(line, STYLE_NORMAL, blanks);
        count -= some;
    }
}

/* One line of one cell, as wide as its column; *from moves on. */
static void add_cell_line(struct markdown_line *line, const struct cell_text *cell,
                          size_t *from, int width, bool last)
{
    size_t next, to = flow_line(&cell->flow, *from, width, &next);
    int blanks = width - flow_columns(&cell->flow, *from, to);
    int before = cell->align == MD_ALIGN_RIGHT    ? blanks
                 : cell->align == MD_ALIGN_CENTER ? blanks / 2
                                                  : 0;
    add_blanks(line, before);
    line_add_flow(line, &cell->flow, *from, to);
    if (!last)
        add_blanks(line, blanks - before + COLUMN_GAP);
    *from = next;
}

/* A row is as high as its highest cell. */
static void add_table_row(struct layout *layout, const struct cell_text *cells,
                          const int *widths, size_t *positions)
{
    size_t columns = layout->table.columns;
    memset(positions, 0, columns * sizeof *positions);
    for (bool more = true; more;) {
        struct markdown_line *line = layout_line(layout);
        more = false;
        for (size_t i = 0; i < columns; i++) {
            add_cell_line(line, &cells[i], &positions[i], widths[i], i + 1 == columns);
            more |= positions[i] < cells[i].flow.used;
        }
    }
}

void layout_end_table(struct layout *layout)
{
    struct table *table = &layout->table;
    int *widths = xcalloc(table->columns, sizeof *widths);
    size_t *positions = xcalloc(table->columns, sizeof *positions);
    fit_columns(table, layout_columns(layout), widths);
    int total = -COLUMN_GAP;
    for (size_t i = 0; i < table->columns; i++)
        total += widths[i] + COLUMN_GAP;
    for (size_t i = 0; i + table->columns <= table->count; i += table->columns) {
        add_table_row(layout, table->cells + i, widths, positions);
        if (i == 0)
            layout_rule(layout, total);
    }
    for (size_t i = 0; i < table->count; i++)
        flow_free(&table->cells[i].flow);
    free(table->cells);
    free(widths);
    free(positions);
    *table = (struct table){0};
    layout_blank(layout);
}
