#include "sqlite-demo/file/atlas.h"

#include <stdlib.h>

#include "sqlite-demo/file/bytes.h"
#include "sqlite-demo/file/layout.h"
#include "sqlite-demo/file/record.h"

struct survey {
    struct database *db;
    struct atlas *atlas;
    struct page_layout *layout;
    struct record record;
    uint32_t owner;
    /* The rowid that was met last in this tree. */
    int64_t rowid;
    bool rowid_known;
};

const char *page_fact_name(const struct page_fact *fact)
{
    static const char *const names[USE_COUNT] = {
        [USE_NONE] = "nobody leads here",
        [USE_BTREE] = "b-tree",
        [USE_OVERFLOW] = "overflow",
        [USE_FREE_TRUNK] = "trunk of the free list",
        [USE_FREE_LEAF] = "free",
        [USE_POINTER_MAP] = "pointer map",
        [USE_LOCK] = "the page of the locks",
    };
    return fact->use == USE_BTREE ? page_kind_name(fact->kind) : names[fact->use];
}

/* The last fault of the database goes into the list. */
static void keep_fault(struct survey *survey)
{
    struct atlas *atlas = survey->atlas;
    if (atlas->fault_count < ATLAS_FAULTS)
        atlas->faults[atlas->fault_count] = survey->db->fault;
    atlas->fault_count++;
}

/* Takes a page for a use; NULL, and a fault, if it is not there or taken already. */
static struct page_fact *take(struct survey *survey, uint32_t number, uint32_t parent,
                              enum page_use use)
{
    struct database *db = survey->db;
    if (number == 0 || number > db->stored) {
        database_load(db, number); /* says what is wrong with it */
        if (parent)
            database_fault(db, parent, 0, "leads to page %u, which is not there", number);
        keep_fault(survey);
        return NULL;
    }
    struct page_fact *fact = &survey->atlas->pages[number - 1];
    if (fact->use != USE_NONE) {
        database_fault(db, parent ? parent : number, 0,
                       "leads to page %u, which is used already: %s", number,
                       page_fact_name(fact));
        keep_fault(survey);
        return NULL;
    }
    *fact = (struct page_fact){.use = (uint8_t)use,
                               .owner = survey->owner,
                               .parent = parent,
                               .in_log = wal_frame(&db->wal, number) != 0};
    return fact;
}

/* ---- b-trees ---- */

static void follow_overflow(struct survey *survey, uint32_t parent,
                            const struct page_cell *cell)
{
    struct database *db = survey->db;
    uint64_t left = cell->payload - cell->local_size;
    for (uint32_t number = cell->overflow; left > 0;) {
        struct page_fact *fact = take(survey, number, parent, USE_OVERFLOW);
        const uint8_t *bytes = fact ? database_page(db, number) : NULL;
        if (!bytes)
            return;
        uint64_t holds = db->usable - 4;
        fact->unused = left < holds ? (uint32_t)(holds - left) : 0;
        left -= left < holds ? left : holds;
        parent = number;
        number = be32(bytes);
        if (left == 0 && number) {
            database_fault(db, parent, 0, "goes on at page %u, but the record ends here",
                           number);
            keep_fault(survey);
        }
    }
}

/* The rowids of a table rise; one in an interior page is the last of those below it,
 * or was before that row went. */
static void check_order(struct survey *survey, const struct btree_page *page,
                        const struct page_cell *cell)
{
    if (kind_is_index(page->kind))
        return;
    bool twice = kind_is_leaf(page->kind) && cell->rowid == survey->rowid;
    if (survey->rowid_known && (twice || cell->rowid < survey->rowid)) {
        database_fault(survey->db, page->number, cell->offset,
                       "rowid %lld does not belong after rowid %lld",
                       (long long)cell->rowid, (long long)survey->rowid);
        keep_fault(survey);
    }
    survey->rowid = cell->rowid;
    survey->rowid_known = true;
}

static void check_record(struct survey *survey, uint32_t page,
                         const struct page_cell *cell)
{
    if (cell->overflow)
        return;
    record_set(&survey->record, cell->local, cell->local_size);
    for (uint32_t i = 0; record_has(&survey->record, i); i++)
        ;
    if (!survey->record.damaged)
        return;
    database_fault(survey->db, page, cell->offset,
                   "the record of this cell does not fit its own header");
    keep_fault(survey);
}

static void visit_tree(struct survey *survey, uint32_t number, uint32_t parent,
                       uint8_t depth, bool *index);

static void visit_cells(struct survey *survey, const struct btree_page *page,
                        uint8_t depth, bool *index)
{
    struct database *db = survey->db;
    struct page_cell cell;
    for (uint32_t i = 0; i < page->cells; i++) {
        if (btree_cell(db, page, i, &cell) < 0) {
            keep_fault(survey);
            continue;
        }
        if (page->kind != INTERIOR_TABLE)
            check_record(survey, page->number, &cell);
        if (cell.overflow)
            follow_overflow(survey, page->number, &cell);
        if (cell.child)
            visit_tree(survey, cell.child, page->number, (uint8_t)(depth + 1), index);
        check_order(survey, page, &cell);
    }
    if (!kind_is_leaf(page->kind))
        visit_tree(survey, page->right, page->number, (uint8_t)(depth + 1), index);
}

/* *index: of which family this tree is, once the root has told. */
static void visit_tree(struct survey *survey, uint32_t number, uint32_t parent,
                       uint8_t depth, bool *index)
{
    struct database *db = survey->db;
    const struct btree_page *page = NULL;
    struct page_fact *fact = take(survey, number, parent, USE_BTREE);
    if (!fact)
        return;
    fact->depth = depth;
    if (depth > BTREE_DEPTH_MAX)
        database_fault(db, number, 0, "the b-tree is deeper than %d", BTREE_DEPTH_MAX);
    else
        page = btree_page(db, number);
    if (!page) {
        keep_fault(survey);
        return;
    }
    fact->kind = page->kind;
    fact->cells = page->cells;
    if (depth == 0)
        *index = kind_is_index(page->kind);
    if (kind_is_index(page->kind) != *index) {
        database_fault(db, number, page->header, "%s in a b-tree of another kind",
                       page_kind_name(page->kind));
        keep_fault(survey);
        return;
    }
    if (page_layout(db, page, survey->layout) < 0)
        keep_fault(survey);
    fact->unused =
        survey->layout->bytes[BYTE_UNUSED] + survey->layout->bytes[BYTE_FREEBLOCK];
    visit_cells(survey, page, depth, index);
}

static void visit_trees(struct survey *survey)
{
    const struct schema *schema = &survey->atlas->schema;
    for (size_t i = 0; i < schema->count; i++) {
        bool index = false;
        survey->owner = (uint32_t)i;
        survey->rowid_known = false;
        if (schema->entries[i].root)
            visit_tree(survey, schema->entries[i].root, 0, 0, &index);
    }
    survey->owner = 0;
}

/* ---- the free list: a chain of trunks, each with a list of free pages ---- */

static void visit_trunk(struct survey *survey, uint32_t number, struct page_fact *fact,
                        const uint8_t *bytes, uint32_t *found)
{
    struct database *db = survey->db;
    uint32_t entries = be32(bytes + 4);
    if (entries > db->usable / 4 - 2) {
        database_fault(db, number, 4, "a trunk cannot list %u free pages", entries);
        keep_fault(survey);
        entries = db->usable / 4 - 2;
    }
    fact->cells = entries;
    fact->unused = db->page_size - 8 - 4 * entries;
    for (uint32_t i = 0; i < entries; i++) {
        struct page_fact *leaf =
            take(survey, be32(bytes + 8 + (size_t)4 * i), number, USE_FREE_LEAF);
        if (leaf) {
            leaf->unused = db->page_size;
            ++*found;
        }
    }
}

static void visit_free_list(struct survey *survey)
{
    struct database *db = survey->db;
    uint32_t number = db->header.free_trunk, parent = 0, found = 0;
    while (number) {
        struct page_fact *fact = take(survey, number, parent, USE_FREE_TRUNK);
        const uint8_t *bytes = fact ? database_page(db, number) : NULL;
        if (!bytes)
            break;
        found++;
        visit_trunk(survey, number, fact, bytes, &found);
        parent = number;
        number = be32(bytes);
    }
    if (found != db->header.free_pages) {
        database_fault(db, 1, 36, "the header counts %u free pages, the list has %u",
                       db->header.free_pages, found);
        keep_fault(survey);
    }
}

/* ---- pointer maps: five bytes for each of the pages that follow ---- */

static void visit_pointer_maps(struct survey *survey)
{
    struct database *db = survey->db;
    uint32_t lock = database_lock_page(db), each = db->usable / 5;
    if (lock <= db->stored)
        take(survey, lock, 0, USE_LOCK);
    if (!db->header.largest_root)
        return;
    for (uint64_t number = 2; number <= db->stored; number += each + 1) {
        if (number == lock)
            number++;
        struct page_fact *fact = number <= db->stored
                                     ? take(survey, (uint32_t)number, 0, USE_POINTER_MAP)
                                     : NULL;
        if (fact)
            fact->cells = each;
    }
}

/* What a map says of a page: its type, and who leads to it. */
static void check_entry(struct survey *survey, uint32_t map, const uint8_t *entry,
                        uint32_t offset, uint32_t number)
{
    const struct page_fact *fact = &survey->atlas->pages[number - 1];
    const struct page_fact *parent =
        fact->parent ? &survey->atlas->pages[fact->parent - 1] : NULL;
    bool free = fact->use == USE_FREE_TRUNK || fact->use == USE_FREE_LEAF;
    uint32_t type = free                                   ? 2
                    : fact->use == USE_BTREE               ? (fact->parent ? 5 : 1)
                    : fact->use != USE_OVERFLOW || !parent ? 0
                    : parent->use == USE_OVERFLOW          ? 4
                                                           : 3;
    uint32_t leads = type == 5 || type == 3 || type == 4 ? fact->parent : 0;
    if (!type || (entry[0] == type && be32(entry + 1) == leads))
        return;
    database_fault(survey->db, map, offset,
                   "page %u is of type %u with page %u before it; the pointer map says "
                   "%u and %u",
                   number, type, leads, entry[0], be32(entry + 1));
    keep_fault(survey);
}

static void check_pointer_maps(struct survey *survey)
{
    struct database *db = survey->db;
    for (uint32_t map = 2; map <= db->stored; map++) {
        if (survey->atlas->pages[map - 1].use != USE_POINTER_MAP)
            continue;
        const uint8_t *bytes = database_page(db, map);
        for (uint32_t i = 0; bytes && i < db->usable / 5; i++)
            if (map + 1 + i <= db->stored)
                check_entry(survey, map, bytes + (size_t)5 * i, 5 * i, map + 1 + i);
    }
}

static void find_lost_pages(struct survey *survey)
{
    struct atlas *atlas = survey->atlas;
    for (uint32_t i = 0; i < atlas->count; i++)
        if (atlas->pages[i].use == USE_NONE) {
            database_fault(survey->db, i + 1, 0,
                           "nobody leads here: neither a b-tree nor the free list");
            keep_fault(survey);
        }
    if (survey->db->stored < survey->db->page_count) {
        database_load(survey->db, survey->db->page_count);
        keep_fault(survey);
    }
}

void atlas_make(struct database *db, struct atlas *atlas)
{
    *atlas = (struct atlas){.count = db->stored};
    atlas->pages = xcalloc(db->stored, sizeof *atlas->pages);
    struct survey survey = {.db = db, .atlas = atlas};
    survey.layout = xcalloc(1, sizeof *survey.layout);
    if (schema_read(db, &atlas->schema) < 0)
        keep_fault(&survey);
    visit_pointer_maps(&survey);
    visit_trees(&survey);
    visit_free_list(&survey);
    check_pointer_maps(&survey);
    find_lost_pages(&survey);
    free(survey.layout);
    record_free(&survey.record);
}

void atlas_free(struct atlas *atlas)
{
    schema_free(&atlas->schema);
    free(atlas->pages);
    *atlas = (struct atlas){0};
}
