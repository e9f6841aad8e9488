/* A page of a b-tree and its cells.
 *
 *     0    kind: 2 interior index, 5 interior table, 10 leaf index, 13 leaf table
 *     1-2  first free block          3-4  number of cells
 *     5-6  where the cells begin     7    bytes lost in fragments
 *     8-11 rightmost child, only of an interior page
 *     then two bytes per cell, in the order of the keys: where it begins
 *     … free space …
 *     cells, in any order, up to the end of the page
 *
 * On page 1 all this begins after the 100 bytes of the file's header. Offsets
 * count from the start of the page. Source: sqlite.org/fileformat.html, 1.6.
 */
#ifndef RING3_SQLITE_FILE_PAGE_H
#define RING3_SQLITE_FILE_PAGE_H

#include "sqlite-demo/file/bytes.h"
#include "sqlite-demo/file/database.h"

enum page_kind {
    INTERIOR_INDEX = 2,
    INTERIOR_TABLE = 5,
    LEAF_INDEX = 10,
    LEAF_TABLE = 13,
};

struct btree_page {
    const uint8_t *bytes;
    uint32_t number;
    uint32_t header;   /* where the kind stands: 0, or 100 */
    uint32_t pointers; /* where the array of cell pointers begins */
    uint32_t cells;
    uint32_t right; /* the rightmost child; 0 on a leaf */
    uint32_t content, freeblock, fragments;
    uint8_t kind; /* enum page_kind */
    /* Of a page of a table, once somebody looked for a rowid: the first and the last. */
    bool ends_known;
    int64_t first, last;
};

struct page_cell {
    uint32_t offset, size; /* in the page, without overflow pages */
    uint32_t child;        /* left of it; 0 on a leaf */
    int64_t rowid;         /* of a table */
    uint64_t payload;      /* bytes of the record; 0 on an interior table page */
    const uint8_t *local;  /* those that are in this page */
    uint32_t local_size;
    uint32_t overflow; /* the page where the rest begins; 0: all is here */
};

static inline bool kind_is_leaf(uint8_t kind)
{
    return kind & 8;
}

static inline bool kind_is_index(uint8_t kind)
{
    return !(kind & 1);
}

/* "leaf of a table" */
const char *page_kind_name(uint8_t kind);

/* Fills the fault; 0. */
uint32_t btree_no_cell(struct database *db, const struct btree_page *page,
                       uint32_t index);
int btree_cell_is_cut(struct database *db, const struct btree_page *page, uint32_t index,
                      uint32_t offset);
/* Where a cell begins; 0 if it cannot be there. */
static inline uint32_t btree_cell_offset(struct database *db,
                                         const struct btree_page *page, uint32_t index)
{
    uint32_t pointer = page->pointers + 2 * index;
    uint32_t offset = be16(page->bytes + pointer);
    if (index < page->cells && offset >= page->pointers + 2 * page->cells &&
        offset + 4 <= db->usable)
        return offset;
    return btree_no_cell(db, page, index);
}

/* What the header of a page says, good until the file is closed. NULL: fault. */
struct btree_page *btree_page(struct database *db, uint32_t number);
int btree_cell(struct database *db, const struct btree_page *page, uint32_t index,
               struct page_cell *cell);
/* The child left of cell `index`; the rightmost one for index == cells. 0: fault. */
uint32_t btree_child(struct database *db, const struct btree_page *page, uint32_t index);

struct rowid_range {
    int64_t least, most; /* both belong to it */
};

/* The first cell of a page of a table whose rowid is not less; page->cells: none.
 * *room, where the rowid belongs, closes in on it: at the end it lies between the cell
 * before and this one, which on an interior page the child has room for. rowid.c.
 * -1: fault. */
int btree_find_rowid(struct database *db, struct btree_page *page, int64_t rowid,
                     struct rowid_range *room, uint32_t *index);

/* Copies `size` bytes of the record, from its byte `from` on, over its overflow
 * pages; what is asked for must be within the payload. */
int payload_copy(struct database *db, const struct btree_page *page,
                 const struct page_cell *cell, uint64_t from, size_t size, uint8_t *to);

#endif
