/* What every byte of a b-tree page is for. */
#ifndef RING3_SQLITE_FILE_LAYOUT_H
#define RING3_SQLITE_FILE_LAYOUT_H

#include "sqlite-demo/file/page.h"

enum byte_role {
    BYTE_UNUSED,  /* between the pointers and the cells, or a lost fragment */
    BYTE_FILE,    /* the header of the file, on page 1 */
    BYTE_HEADER,  /* the header of the page */
    BYTE_POINTER, /* of a cell */
    BYTE_CELL,
    BYTE_FREEBLOCK, /* was a cell, and can be used again */
    BYTE_RESERVED,  /* at the end of the page, for extensions */
};

struct page_layout {
    uint8_t role[65536];     /* enum byte_role, by offset */
    uint16_t cell_at[65536]; /* the index of the cell, where the role says cell or
                              * pointer */
    uint32_t bytes[BYTE_RESERVED + 1]; /* how many of each role */
};

/* Finds it out, and checks on the way that no two things overlap, that the free
 * blocks are in order, and that the count of fragments is right. -1: fault; the
 * layout then holds what was found before. */
int page_layout(struct database *db, const struct btree_page *page,
                struct page_layout *layout);

#endif
