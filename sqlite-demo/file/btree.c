#include "sqlite-demo/file/btree.h"

#include <stdlib.h>

#include "labs/kit/error.h"

void btree_init(struct btree_cursor *cursor, struct database *db, uint32_t root)
{
    cursor->db = db;
    cursor->root = root;
    cursor->depth = 0;
    cursor->valid = false;
}

void btree_free(struct btree_cursor *cursor)
{
    free(cursor->gathered);
    *cursor = (struct btree_cursor){0};
}

static struct btree_level *lowest(struct btree_cursor *cursor)
{
    return &cursor->path[cursor->depth - 1];
}

static int nowhere(struct btree_cursor *cursor, int result)
{
    cursor->valid = false;
    return result;
}

/* Puts a page at the end of the path. All pages of a tree are of one family. */
static int enter(struct btree_cursor *cursor, uint32_t number)
{
    struct database *db = cursor->db;
    if (cursor->depth == BTREE_DEPTH_MAX)
        return database_fault(db, number, 0, "the b-tree of page %u is deeper than %d",
                              cursor->root, BTREE_DEPTH_MAX);
    struct btree_level *level = &cursor->path[cursor->depth];
    level->page = btree_page(db, number);
    if (!level->page)
        return -1;
    level->index = 0;
    level->room = (struct rowid_range){1, 0};
    if (cursor->depth && kind_is_index(level->page->kind) != btree_is_index(cursor))
        return database_fault(db, number, level->page->header,
                              "%s within the b-tree of page %u, which is another kind",
                              page_kind_name(level->page->kind), cursor->root);
    cursor->depth++;
    return 0;
}

static int enter_root(struct btree_cursor *cursor)
{
    cursor->depth = 0;
    return enter(cursor, cursor->root);
}

static int enter_child(struct btree_cursor *cursor)
{
    struct btree_level *level = lowest(cursor);
    uint32_t child = btree_child(cursor->db, level->page, level->index);
    return child ? enter(cursor, child) : -1;
}

/* The cursor stands where its path says. */
static int arrive(struct btree_cursor *cursor)
{
    struct btree_level *level = lowest(cursor);
    if (btree_cell(cursor->db, level->page, level->index, &cursor->cell) < 0)
        return nowhere(cursor, -1);
    cursor->valid = true;
    return 1;
}

/* ---- forward ---- */

static int down_to_first(struct btree_cursor *cursor)
{
    while (!kind_is_leaf(lowest(cursor)->page->kind))
        if (enter_child(cursor) < 0)
            return -1;
    return 0;
}

/* From behind the last cell of a page up to the next entry: in an index the cell
 * of the parent, in a table the next child's first one. */
static int up_to_next(struct btree_cursor *cursor)
{
    while (lowest(cursor)->index >= lowest(cursor)->page->cells) {
        if (cursor->depth == 1)
            return nowhere(cursor, 0);
        cursor->depth--;
        struct btree_level *parent = lowest(cursor);
        if (btree_is_index(cursor)) {
            if (parent->index < parent->page->cells)
                return arrive(cursor);
        } else if (parent->index < parent->page->cells) {
            parent->index++;
            if (down_to_first(cursor) < 0)
                return nowhere(cursor, -1);
        }
    }
    return arrive(cursor);
}

int btree_first(struct btree_cursor *cursor)
{
    if (enter_root(cursor) < 0 || down_to_first(cursor) < 0)
        return nowhere(cursor, -1);
    return up_to_next(cursor);
}

int btree_next(struct btree_cursor *cursor)
{
    if (!cursor->valid)
        return 0;
    lowest(cursor)->index++;
    if (down_to_first(cursor) < 0) /* after a cell of an interior index page */
        return nowhere(cursor, -1);
    return up_to_next(cursor);
}

/* ---- backward ---- */

static int down_to_last(struct btree_cursor *cursor)
{
    while (!kind_is_leaf(lowest(cursor)->page->kind)) {
        lowest(cursor)->index = lowest(cursor)->page->cells;
        if (enter_child(cursor) < 0)
            return -1;
    }
    lowest(cursor)->index = lowest(cursor)->page->cells;
    return 0;
}

/* From before the cell `index` of a leaf to the entry that precedes it. */
static int up_to_previous(struct btree_cursor *cursor)
{
    while (lowest(cursor)->index == 0) {
        if (cursor->depth == 1)
            return nowhere(cursor, 0);
        cursor->depth--;
        struct btree_level *parent = lowest(cursor);
        if (!btree_is_index(cursor) && parent->index > 0) {
            parent->index--;
            if (enter_child(cursor) < 0 || down_to_last(cursor) < 0)
                return nowhere(cursor, -1);
        }
    }
    lowest(cursor)->index--;
    return arrive(cursor);
}

int btree_last(struct btree_cursor *cursor)
{
    if (enter_root(cursor) < 0 || down_to_last(cursor) < 0)
        return nowhere(cursor, -1);
    return up_to_previous(cursor);
}

int btree_previous(struct btree_cursor *cursor)
{
    if (!cursor->valid)
        return 0;
    /* Left of an entry of an interior page is its child. */
    if (!kind_is_leaf(lowest(cursor)->page->kind) &&
        (enter_child(cursor) < 0 || down_to_last(cursor) < 0))
        return nowhere(cursor, -1);
    return up_to_previous(cursor);
}

/* ---- seeking ---- */

static int expect_kind(struct btree_cursor *cursor, bool index)
{
    const struct btree_page *root = cursor->path[0].page;
    if (btree_is_index(cursor) == index)
        return 0;
    return database_fault(cursor->db, root->number, root->header,
                          "%s where the root of %s should be", page_kind_name(root->kind),
                          index ? "an index" : "a table");
}

/* Up to the lowest page of the path where the rowid belongs: neighbours are often
 * looked for one after the other. */
static int enter_for_rowid(struct btree_cursor *cursor, int64_t rowid)
{
    for (; cursor->depth > 1; cursor->depth--) {
        const struct rowid_range *room = &lowest(cursor)->room;
        if (room->least <= rowid && rowid <= room->most)
            return 0;
    }
    if (enter_root(cursor) < 0)
        return -1;
    cursor->path[0].room = (struct rowid_range){INT64_MIN, INT64_MAX};
    return expect_kind(cursor, false);
}

int btree_seek_rowid(struct btree_cursor *cursor, int64_t rowid)
{
    if (enter_for_rowid(cursor, rowid) < 0)
        return nowhere(cursor, -1);
    for (;;) {
        struct btree_level *level = lowest(cursor);
        struct rowid_range room = level->room;
        if (btree_find_rowid(cursor->db, level->page, rowid, &room, &level->index) < 0)
            return nowhere(cursor, -1);
        if (kind_is_leaf(level->page->kind))
            return up_to_next(cursor);
        if (enter_child(cursor) < 0)
            return nowhere(cursor, -1);
        lowest(cursor)->room = room;
    }
}

static int find_entry(struct btree_cursor *cursor, btree_order *order, void *context)
{
    struct btree_level *level = lowest(cursor);
    uint32_t low = 0, high = level->page->cells;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        level->index = middle;
        int result = arrive(cursor) < 0 ? -2 : order(cursor, context);
        if (result == -2)
            return -1;
        if (result < 0)
            low = middle + 1;
        else
            high = middle;
    }
    level->index = low;
    return 0;
}

int btree_seek_entry(struct btree_cursor *cursor, btree_order *order, void *context)
{
    if (enter_root(cursor) < 0 || expect_kind(cursor, true) < 0)
        return nowhere(cursor, -1);
    for (;;) {
        if (find_entry(cursor, order, context) < 0)
            return nowhere(cursor, -1);
        if (kind_is_leaf(lowest(cursor)->page->kind))
            return up_to_next(cursor);
        if (enter_child(cursor) < 0)
            return nowhere(cursor, -1);
    }
}

/* ---- counting ---- */

struct census {
    uint64_t pages, entries;
};

/* A tree has no more pages than the file: one that has leads in a circle. */
static int count_below(struct btree_cursor *cursor, struct census *census)
{
    struct btree_level *level = lowest(cursor);
    if (++census->pages > cursor->db->stored)
        return database_fault(cursor->db, level->page->number, 0,
                              "the b-tree of page %u leads in a circle", cursor->root);
    if (kind_is_leaf(level->page->kind) || btree_is_index(cursor))
        census->entries += level->page->cells;
    if (kind_is_leaf(level->page->kind))
        return 0;
    for (level->index = 0; level->index <= level->page->cells; level->index++) {
        if (enter_child(cursor) < 0 || count_below(cursor, census) < 0)
            return -1;
        cursor->depth--;
    }
    return 0;
}

int btree_count(struct btree_cursor *cursor, uint64_t *count)
{
    struct census census = {0};
    cursor->valid = false;
    if (enter_root(cursor) < 0 || count_below(cursor, &census) < 0)
        return -1;
    *count = census.entries;
    return 0;
}

/* ---- the record ---- */

const uint8_t *btree_record(struct btree_cursor *cursor)
{
    const struct page_cell *cell = &cursor->cell;
    if (!cell->overflow)
        return cell->local;
    uint64_t most = (uint64_t)cursor->db->stored * cursor->db->page_size;
    if (cell->payload > most) {
        database_fault(cursor->db, lowest(cursor)->page->number, cell->offset,
                       "a record of %llu bytes in a file of %llu",
                       (unsigned long long)cell->payload, (unsigned long long)most);
        return NULL;
    }
    if (cursor->gathered_room < cell->payload) {
        cursor->gathered_room = (size_t)cell->payload;
        cursor->gathered = xreallocarray(cursor->gathered, cursor->gathered_room, 1);
    }
    if (payload_copy(cursor->db, lowest(cursor)->page, cell, 0, (size_t)cell->payload,
                     cursor->gathered) < 0)
        return NULL;
    return cursor->gathered;
}
