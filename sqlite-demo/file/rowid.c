/* Where on a page of a table is a rowid?
 *
 * A search by halves asks seven cells of a page of 150, and each may be in a line of
 * memory that the processor has to wait for. Most tables have no large gaps: in
 * proportion to the rowids at both ends, the first cell that is asked is the right one
 * or its neighbour. Every fourth time the middle halves what is left, so that it ends
 * soon whatever the rowids are. ("Interpolation search": W. W. Peterson, "Addressing
 * for random-access storage", IBM Journal 1(2), 1957.) */
#include "sqlite-demo/file/page.h"

/* The cell to ask: one from `low` to `high` is the answer, and that at `high` is known.
 * To multiply first gives whole numbers where no rowid is missing. */
static uint32_t expected(const struct rowid_range *room, uint32_t low, uint32_t high,
                         int64_t rowid, int misses)
{
    if (misses % 4 == 3)
        return low + (high - low) / 2;
    double width = (double)room->most - (double)room->least + 1;
    double before = (double)rowid - (double)room->least;
    uint32_t guess = low + (uint32_t)(before * (high - low + 1) / width);
    return guess < high ? guess : high - 1;
}

/* A page that was filled in order has its cells one before the other from its end on:
 * the memory of the cell is asked for together with that of the pointer to it. Nothing
 * depends on this guess, which in a damaged page may be anywhere. */
static inline void fetch_ahead(const struct database *db, const struct btree_page *page,
                               uint32_t index)
{
    uint32_t behind = (db->usable - page->content) * (index + 1) / page->cells;
    __builtin_prefetch((const void *)((uintptr_t)page->bytes + db->usable - behind));
}

static inline int read_rowid(struct database *db, const struct btree_page *page,
                             uint32_t index, int64_t *rowid)
{
    uint32_t offset = btree_cell_offset(db, page, index);
    if (!offset)
        return -1;
    const uint8_t *at = page->bytes + offset, *end = page->bytes + db->usable;
    uint64_t number = 0;
    int taken = 4; /* the child */
    if (page->kind == LEAF_TABLE)
        taken = varint_read(at, end, &number); /* the size of the record */
    if (!taken || !varint_read(at + taken, end, &number))
        return btree_cell_is_cut(db, page, index, offset);
    *rowid = (int64_t)number;
    return 0;
}

static int learn_ends(struct database *db, struct btree_page *page)
{
    if (read_rowid(db, page, 0, &page->first) < 0 ||
        read_rowid(db, page, page->cells - 1, &page->last) < 0)
        return -1;
    page->ends_known = true;
    return 0;
}

/* Between the first and the last cell, which are not the answer. */
static int find_within(struct database *db, const struct btree_page *page, int64_t rowid,
                       struct rowid_range *room, uint32_t *index)
{
    uint32_t low = 1, high = page->cells - 1;
    *room = (struct rowid_range){page->first + 1, page->last};
    for (int misses = 0; low < high; misses++) {
        uint32_t at = expected(room, low, high, rowid, misses);
        int64_t here = 0;
        fetch_ahead(db, page, at);
        if (read_rowid(db, page, at, &here) < 0)
            return -1;
        if (here < rowid) {
            low = at + 1;
            room->least = here + 1;
        } else {
            high = at;
            room->most = here;
            if (here == rowid) { /* where the cell before it ends was not asked */
                low = at;
                room->least = here;
            }
        }
    }
    *index = low;
    return 0;
}

int btree_find_rowid(struct database *db, struct btree_page *page, int64_t rowid,
                     struct rowid_range *room, uint32_t *index)
{
    *index = 0;
    if (page->cells == 0)
        return 0;
    if (!page->ends_known && learn_ends(db, page) < 0)
        return -1;
    if (rowid <= page->first) {
        room->most = page->first;
    } else if (rowid > page->last) {
        *index = page->cells;
        room->least = page->last + 1;
    } else {
        return find_within(db, page, rowid, room, index);
    }
    return 0;
}
