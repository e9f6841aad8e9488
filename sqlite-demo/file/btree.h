/* A cursor on a b-tree: the way from the root down to one entry.
 *
 * In a table all rows are on the leaves; the keys above only lead there. In an
 * index (and in a table WITHOUT ROWID, which is one) the cells of interior pages
 * are entries as well: they stand between their children.
 *
 * Every function that moves returns 1 when the cursor stands on an entry, 0 when
 * there is none, -1 with a fault of the database.
 */
#ifndef RING3_SQLITE_FILE_BTREE_H
#define RING3_SQLITE_FILE_BTREE_H

#include "sqlite-demo/file/page.h"

enum { BTREE_DEPTH_MAX = 20 }; /* SQLite's own limit */

struct btree_level {
    struct btree_page *page;
    uint32_t index;          /* of a cell, or page.cells for the rightmost child */
    struct rowid_range room; /* of a table: what can stand here; empty: nobody knows */
};

struct btree_cursor {
    struct database *db;
    uint32_t root;
    int depth; /* levels of the path that are in use; 0: nowhere */
    bool valid;
    struct btree_level path[BTREE_DEPTH_MAX];
    struct page_cell cell; /* what it stands on */
    /* The whole record: in the page, or gathered here from overflow pages. */
    uint8_t *gathered;
    size_t gathered_room;
};

void btree_init(struct btree_cursor *cursor, struct database *db, uint32_t root);
void btree_free(struct btree_cursor *cursor);

int btree_first(struct btree_cursor *cursor);
int btree_last(struct btree_cursor *cursor);
int btree_next(struct btree_cursor *cursor);
int btree_previous(struct btree_cursor *cursor);

/* To the first row whose rowid is `rowid` or more. */
int btree_seek_rowid(struct btree_cursor *cursor, int64_t rowid);

/* Compares the entry under the cursor with what is looked for: -1, 0, 1; -2 is a
 * fault. */
typedef int btree_order(struct btree_cursor *cursor, void *context);
/* To the first entry of an index that is not less, by `order`. */
int btree_seek_entry(struct btree_cursor *cursor, btree_order *order, void *context);

/* How many entries the tree has: leaves and index pages say it, rows are not read. */
int btree_count(struct btree_cursor *cursor, uint64_t *count);

/* The bytes of the record under the cursor, cell.payload of them; good until the
 * cursor moves. NULL: fault. */
const uint8_t *btree_record(struct btree_cursor *cursor);

/* True if the tree is one of an index, as far as the cursor has seen it. */
static inline bool btree_is_index(const struct btree_cursor *cursor)
{
    return cursor->depth > 0 && kind_is_index(cursor->path[0].page->kind);
}

#endif
