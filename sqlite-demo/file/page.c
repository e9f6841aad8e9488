#include "sqlite-demo/file/page.h"

#include <stdlib.h>
#include <string.h>

const char *page_kind_name(uint8_t kind)
{
    switch (kind) {
    case INTERIOR_INDEX:
        return "interior of an index";
    case INTERIOR_TABLE:
        return "interior of a table";
    case LEAF_INDEX:
        return "leaf of an index";
    case LEAF_TABLE:
        return "leaf of a table";
    }
    return "no b-tree page";
}

static int parse_page(struct database *db, uint32_t number, struct btree_page *page)
{
    const uint8_t *bytes = database_page(db, number);
    if (!bytes)
        return -1;
    uint32_t header = number == 1 ? HEADER_SIZE : 0;
    const uint8_t *at = bytes + header;
    uint8_t kind = at[0];
    if (kind != LEAF_TABLE && kind != LEAF_INDEX && kind != INTERIOR_TABLE &&
        kind != INTERIOR_INDEX)
        return database_fault(db, number, header,
                              "%u is no kind of b-tree page (2, 5, 10, 13)", kind);
    uint32_t content = be16(at + 5);
    *page = (struct btree_page){
        .bytes = bytes,
        .number = number,
        .header = header,
        .kind = kind,
        .pointers = header + (kind_is_leaf(kind) ? 8 : 12),
        .cells = be16(at + 3),
        .right = kind_is_leaf(kind) ? 0 : be32(at + 8),
        .content = content ? content : 65536,
        .freeblock = be16(at + 1),
        .fragments = at[7],
    };
    if (page->pointers + 2 * page->cells > db->usable)
        return database_fault(db, number, header + 3,
                              "%u cells cannot be: their pointers alone do not fit",
                              page->cells);
    return 0;
}

/* Headers are kept apart from their pages, close to each other: a search that goes down
 * to a page at random then waits for one line of its memory less. */
struct btree_page *btree_page(struct database *db, uint32_t number)
{
    if (!db->read)
        db->read = calloc(db->stored, sizeof *db->read);
    if (!db->read) {
        database_fault(db, number, 0, "out of memory");
        return NULL;
    }
    if (number - 1 < db->stored && db->read[number - 1].bytes)
        return &db->read[number - 1];
    struct btree_page page;
    if (parse_page(db, number, &page) < 0)
        return NULL;
    db->read[number - 1] = page; /* a page that was read is one that is stored */
    return &db->read[number - 1];
}

/* ---- cells ---- */

/* How much of a payload stays in the page (fileformat.html, 1.6, "U, X, M, K"). */
static uint32_t local_size(const struct database *db, uint8_t kind, uint64_t payload)
{
    uint32_t usable = db->usable;
    uint32_t least = (usable - 12) * 32 / 255 - 23;
    uint32_t most = kind_is_index(kind) ? (usable - 12) * 64 / 255 - 23 : usable - 35;
    if (payload <= most)
        return (uint32_t)payload;
    uint32_t surplus = least + (uint32_t)((payload - least) % (usable - 4));
    return surplus <= most ? surplus : least;
}

uint32_t btree_no_cell(struct database *db, const struct btree_page *page, uint32_t index)
{
    uint32_t pointer = page->pointers + 2 * index;
    database_fault(db, page->number, pointer,
                   "cell %u of %u begins at byte %u, where no cell can be", index,
                   page->cells, be16(page->bytes + pointer));
    return 0;
}

int btree_cell_is_cut(struct database *db, const struct btree_page *page, uint32_t index,
                      uint32_t offset)
{
    return database_fault(db, page->number, offset,
                          "cell %u reaches over the end of the page", index);
}

static int parse_payload(struct database *db, const struct btree_page *page,
                         uint32_t index, const uint8_t *at, struct page_cell *cell)
{
    const uint8_t *end = page->bytes + db->usable;
    cell->local_size = local_size(db, page->kind, cell->payload);
    cell->local = at;
    bool spills = cell->local_size < cell->payload;
    if ((size_t)(end - at) < cell->local_size + (spills ? 4 : 0))
        return btree_cell_is_cut(db, page, index, cell->offset);
    at += cell->local_size;
    if (spills) {
        cell->overflow = be32(at);
        at += 4;
    }
    cell->size = (uint32_t)(at - page->bytes) - cell->offset;
    return 0;
}

int btree_cell(struct database *db, const struct btree_page *page, uint32_t index,
               struct page_cell *cell)
{
    *cell = (struct page_cell){.offset = btree_cell_offset(db, page, index)};
    if (!cell->offset)
        return -1;
    const uint8_t *at = page->bytes + cell->offset, *end = page->bytes + db->usable;
    uint64_t number;
    int taken;
    if (!kind_is_leaf(page->kind)) {
        cell->child = be32(at);
        at += 4;
    }
    if (page->kind != INTERIOR_TABLE) {
        if (!(taken = varint_read(at, end, &cell->payload)))
            return btree_cell_is_cut(db, page, index, cell->offset);
        at += taken;
        if (cell->payload > INT32_MAX)
            return database_fault(db, page->number, cell->offset,
                                  "cell %u: a record of %llu bytes cannot be", index,
                                  (unsigned long long)cell->payload);
    }
    if (!kind_is_index(page->kind)) {
        if (!(taken = varint_read(at, end, &number)))
            return btree_cell_is_cut(db, page, index, cell->offset);
        at += taken;
        cell->rowid = (int64_t)number;
    }
    if (page->kind == INTERIOR_TABLE) {
        cell->size = (uint32_t)(at - page->bytes) - cell->offset;
        return 0;
    }
    return parse_payload(db, page, index, at, cell);
}

uint32_t btree_child(struct database *db, const struct btree_page *page, uint32_t index)
{
    uint32_t at = page->header + 8, child = page->right;
    if (index < page->cells) {
        at = btree_cell_offset(db, page, index);
        if (!at)
            return 0;
        child = be32(page->bytes + at);
    }
    if (child >= 2 && child <= db->page_count)
        return child;
    database_fault(db, page->number, at, "child page %u: the file has pages 1 to %u",
                   child, db->page_count);
    return 0;
}

/* ---- overflow pages: four bytes for the next one, then data ---- */

int payload_copy(struct database *db, const struct btree_page *page,
                 const struct page_cell *cell, uint64_t from, size_t size, uint8_t *to)
{
    uint64_t begins = 0, holds = cell->local_size;
    const uint8_t *data = cell->local;
    uint32_t next = cell->overflow, here = page->number, link = cell->offset;
    while (size > 0) {
        if (from < begins + holds) {
            size_t skip = (size_t)(from - begins);
            size_t take = (size_t)holds - skip < size ? (size_t)holds - skip : size;
            memcpy(to, data + skip, take);
            to += take;
            from += take;
            size -= take;
            continue;
        }
        if (next < 2 || next > db->page_count)
            return database_fault(db, here, link,
                                  "the overflow of a record goes on at page %u", next);
        const uint8_t *bytes = database_page(db, next);
        if (!bytes)
            return -1;
        here = next, link = 0;
        next = be32(bytes);
        begins += holds;
        holds = db->usable - 4;
        data = bytes + 4;
    }
    return 0;
}
