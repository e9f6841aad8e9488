/* The picture of a step: left the program, right what the machine holds.
 *
 *      0 Init      0 8 0        │ cursor 0 on table film (root page 2)
 *      1 OpenRead  0 2 0 3      │ page 2  child 4 of 12
 *      2 Integer   777 1 0      │ └ page 25  cell 14 of 31
 *    ▸ 3 SeekRowid 0 7 1        │   rowid 777 · NULL, text of 10 bytes
 *      4 Column    0 1 2        │ registers
 *      5 ResultRow 2 1 0        │  r1 777   ●r2 'Metropolis'
 *                               │ row 1: 777, 'Metropolis'
 *                               │ steps 4  rows 0  pages read 3
 *
 * "●" marks what this step has written. */
#include <stdio.h>
#include <string.h>

#include "labs/kit/utf8.h"
#include "sqlite-demo/stepper.h"

enum { LISTING_COLUMNS = 33, WIDE_LISTING = 44, TAIL_ROWS = 2, OPERANDS_AT = 18 };

/* ---- left: the program ---- */

static void draw_instruction(struct stepper *stepper, size_t address, bool here,
                             struct area area, int row)
{
    const struct op *op = &stepper->code.ops[address];
    char operands[200], hits[32] = "";
    snprintf(operands, sizeof operands, "%d %d %d %.100s", op->p1, op->p2, op->p3,
             op->p4 ? op->p4 : "");
    enum style style = here ? STYLE_SELECTED : STYLE_NORMAL;
    area_style(area, row, 0, area.columns, style);
    area_print(area, row, 0, style, "%s%3zu %s", here ? "▸" : " ", address, op->name);
    int at = 5 + (int)strlen(op->name) + 1;
    if (at < OPERANDS_AT)
        at = OPERANDS_AT;
    area_text(area, row, at, here ? STYLE_SELECTED : STYLE_CODE, operands);
    uint64_t count = stepper->machine.hits[address];
    if (count)
        snprintf(hits, sizeof hits, " ×%llu", (unsigned long long)count);
    area_right(area, row, area.columns, here ? STYLE_SELECTED : STYLE_DIM, hits);
}

static void draw_listing(struct stepper *stepper, size_t index, struct area area)
{
    size_t here = index < stepper->total ? stepper->addresses[index] : SIZE_MAX;
    size_t count = stepper->code.count, rows = (size_t)area.rows, first = 0;
    if (here != SIZE_MAX && here > rows / 2)
        first = here - rows / 2;
    if (first + rows > count)
        first = count > rows ? count - rows : 0;
    for (size_t i = 0; i < rows && first + i < count; i++)
        draw_instruction(stepper, first + i, first + i == here, area, (int)i);
    if (here != SIZE_MAX)
        area_cursor(area, (int)(here - first), 0);
}

/* ---- right: the cursor ---- */

static int shown_cursor(const struct stepper *stepper)
{
    if (stepper->machine.touched >= 0)
        return stepper->machine.touched;
    for (int i = 0; i < stepper->code.cursors; i++)
        if (stepper->machine.cursors[i].kind == CURSOR_FILE)
            return i;
    return -1;
}

static int draw_path(const struct btree_cursor *tree, struct area area, int row)
{
    char text[STEPPER_TEXT];
    for (int level = 0; level < tree->depth; level++) {
        bool last = level + 1 == tree->depth;
        level_words(tree, level, text, sizeof text);
        area_print(area, row++, 1 + level, last ? STYLE_STRONG : STYLE_NORMAL, "%s%s",
                   level ? "└ " : "", text);
    }
    return row;
}

/* The values themselves, one line. */
static int draw_values(struct stepper *stepper, int number, struct area area, int row)
{
    struct vm_cursor *cursor = &stepper->machine.cursors[number];
    struct record record = {0};
    struct value value;
    char one[120];
    int column = 2;
    const uint8_t *bytes = btree_record(&cursor->tree);
    if (!bytes)
        return row;
    record_set(&record, bytes, (uint32_t)cursor->tree.cell.payload);
    for (uint32_t i = 0; column < area.columns && record_field(&record, i, &value); i++) {
        value_words(&value, one, sizeof one);
        column = area_print(area, row, column, STYLE_CODE, "%s%s", i ? ", " : "", one);
    }
    record_free(&record);
    return row + 1;
}

static int draw_store(const struct vm_cursor *cursor, struct area area, int row)
{
    if (cursor->kind == CURSOR_STORE)
        area_print(area, row++, 1, STYLE_NORMAL, "%llu entries",
                   (unsigned long long)cursor->store->count);
    else if (cursor->kind == CURSOR_SORTER)
        area_print(area, row++, 1, STYLE_NORMAL, "%zu records", cursor->sorter.count);
    return row;
}

static int draw_cursor(struct stepper *stepper, struct area area, int row)
{
    int number = shown_cursor(stepper);
    char text[STEPPER_TEXT];
    if (number < 0) {
        area_text(area, row, 0, STYLE_DIM, "no cursor is open");
        return row + 1;
    }
    const struct vm_cursor *cursor = &stepper->machine.cursors[number];
    cursor_words(stepper, number, text, sizeof text);
    area_text(area, row++, 0, STYLE_STRONG, text);
    if (cursor->kind != CURSOR_FILE)
        return draw_store(cursor, area, row);
    if (cursor->deferred) {
        area_print(area, row++, 1, STYLE_WARN, "still to be sought: rowid %lld",
                   (long long)cursor->target);
        return row;
    }
    row = draw_path(&cursor->tree, area, row);
    record_words(stepper, number, text, sizeof text);
    if (!*text)
        return row;
    area_text(area, row++, 2, STYLE_NORMAL, text);
    return draw_values(stepper, number, area, row);
}

/* ---- right: the registers ---- */

static int draw_register(const struct stepper *stepper, int number, struct area area,
                         int row, int *column)
{
    const struct reg *reg = &stepper->machine.regs[number];
    char value[60], text[80];
    value_words(&reg->value, value, sizeof value);
    snprintf(text, sizeof text, "%sr%d %s", reg->fresh ? "●" : " ", number, value);
    int width = utf8_columns(text) + 2;
    if (*column > 1 && *column + width > area.columns) {
        row++;
        *column = 1;
    }
    area_text(area, row, *column, reg->fresh ? STYLE_NEW : STYLE_NORMAL, text);
    *column += width;
    return row;
}

/* Those that hold something; first those that this step has written. */
static int draw_registers(const struct stepper *stepper, struct area area, int row)
{
    int column = 1;
    area_text(area, row++, 0, STYLE_STRONG, "registers");
    for (int fresh = 1; fresh >= 0; fresh--)
        for (int i = 0; i < stepper->code.registers && row < area.rows; i++) {
            const struct reg *reg = &stepper->machine.regs[i];
            bool holds = reg->fresh || reg->value.type != VALUE_NULL;
            if (holds && reg->fresh == (fresh == 1))
                row = draw_register(stepper, i, area, row, &column);
        }
    return row + 1;
}

static void draw_tail(const struct stepper *stepper, struct area area)
{
    const struct machine *machine = &stepper->machine;
    uint64_t reads = stepper->db.file_reads + stepper->db.wal_reads;
    int row = 0;
    if (machine->effect[0])
        area_text(area, row, 0, STYLE_DIRTY, machine->effect);
    else if (stepper->last_row)
        area_print(area, row, 0, stepper->row_now ? STYLE_NEW : STYLE_DIM,
                   "%srow %llu: %s", stepper->row_now ? "●" : " ",
                   (unsigned long long)machine->rows, stepper->last_row);
    area_print(area, row + 1, 0, STYLE_DIM, "steps %llu  rows %llu  pages read %llu",
               (unsigned long long)machine->steps, (unsigned long long)machine->rows,
               (unsigned long long)reads);
    if (stepper->db.wal.frames)
        area_print(area, row + 1, 36, STYLE_DIM, "(%llu from the log)",
                   (unsigned long long)stepper->db.wal_reads);
}

/* ---- the bytes of the cell, in place of the registers ---- */

static void draw_bytes(struct stepper *stepper, struct area area)
{
    int number = shown_cursor(stepper);
    const struct btree_cursor *tree =
        number < 0 ? NULL : &stepper->machine.cursors[number].tree;
    if (!tree || stepper->machine.cursors[number].kind != CURSOR_FILE || !tree->valid) {
        area_text(area, 0, 0, STYLE_DIM, "the cursor is on no cell");
        return;
    }
    const struct btree_page *page = tree->path[tree->depth - 1].page;
    const struct page_cell *cell = &tree->cell;
    uint32_t per_row = area.columns >= 56 ? 16 : 8, at = cell->offset / per_row * per_row;
    area_print(area, 0, 0, STYLE_STRONG, "page %u, cell at byte %u, %u bytes",
               page->number, cell->offset, cell->size);
    for (int row = 1; row < area.rows && at < cell->offset + cell->size; row++) {
        area_print(area, row, 0, STYLE_DIM, "%5u", at);
        for (uint32_t i = 0; i < per_row && at < stepper->db.page_size; i++, at++) {
            bool inside = at >= cell->offset && at < cell->offset + cell->size;
            bool head = inside && page->bytes + at < cell->local;
            uint8_t byte = page->bytes[at];
            enum style style = head ? STYLE_TITLE : inside ? STYLE_CODE : STYLE_DIM;
            area_print(area, row, 6 + 3 * (int)i, style, "%02x", byte);
            area_print(area, row, 7 + 3 * (int)per_row + (int)i, style, "%c",
                       byte >= ' ' && byte < 127 ? byte : '.');
        }
    }
}

/* ---- all ---- */

static void draw_proof(const struct stepper *stepper, struct area area)
{
    const struct proof *proof = &stepper->proof;
    static const char *const names[] = {"rows", "steps", "changed rows"};
    const uint64_t ours[] = {stepper->rows, stepper->total, (uint64_t)stepper->changed};
    const uint64_t theirs[] = {proof->rows, proof->steps, (uint64_t)proof->changed};
    area_print(area, 1, 2, STYLE_DIM, "%-16s%14s%14s", "", "our machine", "SQLite");
    for (int i = 0; i < 3; i++) {
        area_print(area, 2 + i, 2, STYLE_NORMAL, "%-16s%14llu", names[i],
                   (unsigned long long)ours[i]);
        if (proof->done)
            area_print(area, 2 + i, 32, ours[i] == theirs[i] ? STYLE_OK : STYLE_BAD,
                       "%14llu %s", (unsigned long long)theirs[i],
                       ours[i] == theirs[i] ? "=" : "!");
    }
    if (proof->done)
        area_text(area, 6, 2, proof->same ? STYLE_OK : STYLE_BAD,
                  proof->same ? "every value of every row is the same" : "not the same");
    else
        area_text(area, 6, 2, STYLE_WARN, "there is no proof");
}

void stepper_draw(void *model, size_t index, struct area area)
{
    struct stepper *stepper = model;
    if (index >= stepper->total) {
        draw_proof(stepper, area);
        return;
    }
    stepper_go(stepper, index);
    int left = area.columns > 100 ? WIDE_LISTING : LISTING_COLUMNS;
    draw_listing(stepper, index, area_part(area, 0, 0, area.rows, left));
    area_vertical(area, left, STYLE_RULE);
    struct area panel =
        area_part(area, 0, left + 2, area.rows - TAIL_ROWS, area.columns - left - 2);
    if (stepper->panel == PANEL_BYTES)
        draw_bytes(stepper, panel);
    else
        draw_registers(stepper, panel, draw_cursor(stepper, panel, 0));
    draw_tail(stepper, area_part(area, area.rows - TAIL_ROWS, left + 2, TAIL_ROWS,
                                 area.columns - left - 2));
}

int stepper_rows(void *model, size_t index)
{
    const struct stepper *stepper = model;
    return index >= stepper->total ? 8 : 14;
}

static enum reaction toggle_bytes(void *self)
{
    struct stepper *stepper = player_model(self);
    stepper->panel = stepper->panel == PANEL_BYTES ? PANEL_MACHINE : PANEL_BYTES;
    return REACT_DRAW;
}

const struct key_row stepper_keys[] = {
    {'x',
     {0},
     "bytes",
     "show the bytes of the cell under the cursor, or the registers",
     toggle_bytes,
     NULL},
    {0},
};
