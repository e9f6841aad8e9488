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

int btree_page_read(struct database *db, uint32_t number, struct btree_page *page);
int btree_cell(struct database *db, const struct btree_page *page, uint32_t index,
               struct page_cell *cell);
/* The child left of cell `index`; the rightmost one for index == cells. 0: fault. */
uint32_t btree_child(struct database *db, const struct btree_page *page, uint32_t index);
/* Only the rowid of a cell of a table. */
int btree_rowid(struct database *db, const struct btree_page *page, uint32_t index,
                int64_t *rowid);

/* Copies `size` bytes of the record, from its byte `from` on, over its overflow
 * pages; what is asked for must be within the payload. */
int payload_copy(struct database *db, const struct btree_page *page,
                 const struct page_cell *cell, uint64_t from, size_t size, uint8_t *to);

#endif
