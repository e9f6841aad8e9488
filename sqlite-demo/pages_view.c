/* The picture: left the map, right the page, down to its bytes.
 *
 *    T t t t t o o I i i │ 59 cells · 13 bytes unused
 *    i i[t]t f f F p ? t │ ▸ cell 3  rowid 9: NULL, 'film 9', 1909
 *                        │   byte 3902, 24 bytes: 16 09 05 00 1b 02 …
 */
#include <stdio.h>
#include <string.h>

#include "sqlite-demo/pages.h"

enum { MAP_COLUMNS = 32, CELL_BYTES_ROWS = 4 };

static enum style letter_style(const struct page_fact *fact)
{
    switch (fact->use) {
    case USE_BTREE:
        return kind_is_index(fact->kind) ? STYLE_KEY : STYLE_OK;
    case USE_OVERFLOW:
        return STYLE_WARN;
    case USE_NONE:
        return STYLE_BAD;
    default:
        return STYLE_DIM;
    }
}

static bool is_changed(const struct pages *pages, uint32_t number)
{
    for (size_t i = 0; i < pages->changed_count; i++)
        if (pages->changed[i] == number)
            return true;
    return false;
}

static void draw_map(const struct pages *pages, uint32_t here, struct area area)
{
    uint32_t per_row = (uint32_t)(area.columns - 6) / 2, rows = (uint32_t)area.rows - 2;
    uint32_t first = 1, shown = per_row * rows;
    if (here > shown)
        first = (here - shown + per_row - 1) / per_row * per_row + 1;
    for (uint32_t i = 0; i < shown && first + i <= pages->atlas.count; i++) {
        uint32_t number = first + i;
        const struct page_fact *fact = &pages->atlas.pages[number - 1];
        int row = (int)(i / per_row), column = 6 + 2 * (int)(i % per_row);
        if (i % per_row == 0)
            area_print(area, row, 0, STYLE_DIM, "%5u", number);
        enum style style = number == here              ? STYLE_SELECTED
                           : is_changed(pages, number) ? STYLE_NEW
                                                       : letter_style(fact);
        area_print(area, row, column, style, "%c", page_letter(fact));
        if (number == here)
            area_cursor(area, row, column);
    }
    area_text(area, area.rows - 2, 0, STYLE_DIM, "T t table  I i index  o overflow");
    area_text(area, area.rows - 1, 0, STYLE_DIM, "F f free  p map  capital: inner");
}

/* ---- the file ---- */

static void draw_file(struct pages *pages, struct area area)
{
    const struct atlas *atlas = &pages->atlas;
    int row = 0;
    if (pages->watched)
        area_print(area, row++, 0, STYLE_CODE, "%s", pages->watched);
    area_text(area, row++, 0, STYLE_STRONG, "root  pages  name");
    for (size_t i = 0; i < atlas->schema.count && row < area.rows; i++) {
        const struct schema_entry *entry = &atlas->schema.entries[i];
        unsigned count = 0;
        for (uint32_t page = 0; page < atlas->count; page++)
            count +=
                atlas->pages[page].owner == i && (atlas->pages[page].use == USE_BTREE ||
                                                  atlas->pages[page].use == USE_OVERFLOW);
        if (entry->root)
            area_print(area, row++, 0, STYLE_NORMAL, "%4u %6u  %s %s", entry->root, count,
                       entry->type, entry->name);
    }
    if (row < area.rows)
        area_print(area, row, 0, STYLE_DIM, "     %6u  free",
                   pages->db.header.free_pages);
}

/* ---- bytes ---- */

static enum style byte_style(const struct pages *pages, uint32_t offset)
{
    static const enum style styles[] = {
        [BYTE_UNUSED] = STYLE_DIM,   [BYTE_FILE] = STYLE_WARN,
        [BYTE_HEADER] = STYLE_TITLE, [BYTE_POINTER] = STYLE_KEY,
        [BYTE_CELL] = STYLE_CODE,    [BYTE_FREEBLOCK] = STYLE_VICTIM,
        [BYTE_RESERVED] = STYLE_DIM,
    };
    bool chosen = (pages->layout.role[offset] == BYTE_CELL ||
                   pages->layout.role[offset] == BYTE_POINTER) &&
                  pages->layout.cell_at[offset] == pages->cell;
    return chosen ? STYLE_STRONG : styles[pages->layout.role[offset]];
}

static bool differs(struct pages *pages, uint32_t number, uint32_t offset)
{
    if (!pages->watched || number > pages->before.stored)
        return false;
    const uint8_t *before = database_page(&pages->before, number);
    const uint8_t *after = database_page(&pages->db, number);
    return before && after && before[offset] != after[offset];
}

/* Returns the row after the last. */
static int draw_bytes(struct pages *pages, uint32_t number, uint32_t from, uint32_t end,
                      struct area area, int row)
{
    const uint8_t *bytes = database_page(&pages->db, number);
    uint32_t per_row = area.columns >= 72 ? 16 : 8;
    for (; bytes && from < end && row < area.rows; row++) {
        area_print(area, row, 0, STYLE_DIM, "%5u", from);
        for (uint32_t i = 0; i < per_row && from < end; i++, from++) {
            bool changed = differs(pages, number, from);
            enum style style = changed ? STYLE_NEW : byte_style(pages, from);
            area_print(area, row, 6 + 3 * (int)i, style, "%02x%s", bytes[from],
                       changed ? "*" : "");
            area_print(area, row, 7 + 3 * (int)per_row + (int)i, style, "%c",
                       bytes[from] >= ' ' && bytes[from] < 127 ? bytes[from] : '.');
        }
    }
    return row;
}

/* ---- the page ---- */

static void draw_cells(struct pages *pages, const struct btree_page *page,
                       struct area area)
{
    char text[PAGES_TEXT];
    struct page_cell cell;
    uint32_t list = (uint32_t)(area.rows - CELL_BYTES_ROWS - 2), first = 0;
    if (pages->cell >= page->cells)
        pages->cell = page->cells ? page->cells - 1 : 0;
    if (pages->cell >= list)
        first = pages->cell - list + 1;
    area_print(area, 0, 0, STYLE_STRONG, "%u cells, free block %u, cells from byte %u",
               page->cells, page->freeblock, page->content);
    for (uint32_t i = first; i < page->cells && i < first + list; i++) {
        bool chosen = i == pages->cell;
        cell_words(pages, page, i, text, sizeof text);
        area_print(area, 1 + (int)(i - first), 0, chosen ? STYLE_STRONG : STYLE_NORMAL,
                   "%s %3u  %s", chosen ? "▸" : " ", i + 1, text);
    }
    if (!page->cells || btree_cell(&pages->db, page, pages->cell, &cell) < 0)
        return;
    int row = area.rows - CELL_BYTES_ROWS - 1;
    area_print(area, row, 0, STYLE_DIM, "cell %u: byte %u, %u bytes", pages->cell + 1,
               cell.offset, cell.size);
    draw_bytes(pages, page->number, cell.offset, cell.offset + cell.size, area, row + 1);
}

static void draw_page(struct pages *pages, uint32_t number, struct area area)
{
    bool is_tree = pages->atlas.pages[number - 1].use == USE_BTREE;
    const struct btree_page *page = is_tree ? btree_page(&pages->db, number) : NULL;
    memset(&pages->layout, 0, sizeof pages->layout);
    if (page)
        page_layout(&pages->db, page, &pages->layout);
    if (page && !pages->bytes) {
        draw_cells(pages, page, area);
        return;
    }
    uint32_t per_row = area.columns >= 72 ? 16 : 8;
    uint32_t from = pages->cell * per_row;
    if (from >= pages->db.page_size)
        from = pages->db.page_size - per_row;
    draw_bytes(pages, number, from, pages->db.page_size, area, 0);
}

void pages_draw(void *model, size_t index, struct area area)
{
    struct pages *pages = model;
    uint32_t number = pages_number(pages, index);
    int left = area.columns > 100 ? 2 * MAP_COLUMNS : MAP_COLUMNS;
    draw_map(pages, number, area_part(area, 0, 0, area.rows, left));
    area_vertical(area, left + 1, STYLE_RULE);
    struct area right = area_part(area, 0, left + 3, area.rows, area.columns - left - 3);
    if (number)
        draw_page(pages, number, right);
    else
        draw_file(pages, right);
}

/* ---- keys ---- */

static enum reaction cell_up(void *self)
{
    struct pages *pages = player_model(self);
    pages->cell -= pages->cell > 0;
    return REACT_DRAW;
}

static enum reaction cell_down(void *self)
{
    struct pages *pages = player_model(self);
    pages->cell += pages->cell < 65535;
    return REACT_DRAW;
}

static enum reaction toggle_bytes(void *self)
{
    struct pages *pages = player_model(self);
    pages->bytes = !pages->bytes;
    pages->cell = 0;
    return REACT_DRAW;
}

const struct key_row pages_keys[] = {
    {K_UP, {0}, NULL, "the cell before; in the bytes, a line up", cell_up, NULL},
    {K_DOWN, {0}, "cell", "the next cell; in the bytes, a line down", cell_down, NULL},
    {'x', {0}, "bytes", "the whole page as bytes, or its cells", toggle_bytes, NULL},
    {0},
};
