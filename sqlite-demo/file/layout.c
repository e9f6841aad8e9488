#include "sqlite-demo/file/layout.h"

#include <string.h>

#include "sqlite-demo/file/bytes.h"

static int claim(struct database *db, const struct btree_page *page,
                 struct page_layout *layout, uint32_t from, uint32_t size,
                 enum byte_role role)
{
    for (uint32_t i = from; i < from + size; i++) {
        if (layout->role[i] != BYTE_UNUSED)
            return database_fault(db, page->number, i,
                                  "this byte belongs to two things at once");
        layout->role[i] = (uint8_t)role;
    }
    return 0;
}

static int claim_cells(struct database *db, const struct btree_page *page,
                       struct page_layout *layout)
{
    struct page_cell cell;
    for (uint32_t i = 0; i < page->cells; i++) {
        if (btree_cell(db, page, i, &cell) < 0)
            return -1;
        /* A freed cell must become a free block of four bytes. */
        uint32_t size = cell.size < 4 ? 4 : cell.size;
        if (claim(db, page, layout, cell.offset, size, BYTE_CELL) < 0)
            return -1;
        for (uint32_t at = 0; at < size; at++)
            layout->cell_at[cell.offset + at] = (uint16_t)i;
        layout->cell_at[page->pointers + 2 * i] = (uint16_t)i;
        layout->cell_at[page->pointers + 2 * i + 1] = (uint16_t)i;
    }
    return 0;
}

/* A free block: two bytes lead to the next one, two say how large it is. */
static int claim_freeblocks(struct database *db, const struct btree_page *page,
                            struct page_layout *layout)
{
    uint32_t link = page->header + 1, at = page->freeblock, last = 0;
    while (at) {
        if (at < page->pointers || at + 4 > db->usable || at <= last)
            return database_fault(db, page->number, link,
                                  "the next free block begins at byte %u", at);
        uint32_t size = be16(page->bytes + at + 2);
        if (size < 4 || at + size > db->usable)
            return database_fault(db, page->number, at + 2,
                                  "a free block of %u bytes cannot be here", size);
        if (claim(db, page, layout, at, size, BYTE_FREEBLOCK) < 0)
            return -1;
        link = at;
        last = at;
        at = be16(page->bytes + at);
    }
    return 0;
}

/* Bytes that nothing needs, in pieces of one to three, among the cells. */
static int check_fragments(struct database *db, const struct btree_page *page,
                           const struct page_layout *layout)
{
    uint32_t lost = 0;
    for (uint32_t at = page->content; at < db->usable; at++)
        lost += layout->role[at] == BYTE_UNUSED;
    if (lost == page->fragments)
        return 0;
    return database_fault(db, page->number, page->header + 7,
                          "%u bytes are lost in fragments, and there are %u",
                          page->fragments, lost);
}

int page_layout(struct database *db, const struct btree_page *page,
                struct page_layout *layout)
{
    memset(layout, 0, sizeof *layout);
    uint32_t header = page->pointers - page->header;
    claim(db, page, layout, 0, page->header, BYTE_FILE);
    claim(db, page, layout, page->header, header, BYTE_HEADER);
    claim(db, page, layout, page->pointers, 2 * page->cells, BYTE_POINTER);
    claim(db, page, layout, db->usable, db->header.reserved, BYTE_RESERVED);
    int result = 0;
    if (claim_cells(db, page, layout) < 0 || claim_freeblocks(db, page, layout) < 0 ||
        check_fragments(db, page, layout) < 0)
        result = -1;
    for (uint32_t at = 0; at < db->page_size; at++)
        layout->bytes[layout->role[at]]++;
    return result;
}
