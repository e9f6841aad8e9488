/* Pages in words, as steps, lines and fields. */
#include "sqlite-demo/pages.h"

#include <stdio.h>
#include <string.h>

#include "sqlite-demo/file/record.h"
#include "sqlite-demo/stepper.h"

uint32_t pages_number(const struct pages *pages, size_t index)
{
    if (pages->watched)
        return index ? pages->changed[index - 1] : 0;
    return (uint32_t)index;
}

size_t pages_count(void *model)
{
    const struct pages *pages = model;
    return 1 + (pages->watched ? pages->changed_count : pages->atlas.count);
}

char page_letter(const struct page_fact *fact)
{
    static const char letters[USE_COUNT] = {'?', 't', 'o', 'F', 'f', 'p', 'L'};
    if (fact->use != USE_BTREE)
        return letters[fact->use];
    bool leaf = kind_is_leaf(fact->kind);
    return kind_is_index(fact->kind) ? (leaf ? 'i' : 'I') : leaf ? 't' : 'T';
}

void page_words(const struct pages *pages, uint32_t number, char *text, size_t size)
{
    const struct page_fact *fact = &pages->atlas.pages[number - 1];
    bool owned = fact->use == USE_BTREE || fact->use == USE_OVERFLOW;
    snprintf(text, size, "%s%s%s", page_fact_name(fact), owned ? " " : "",
             owned ? pages->atlas.schema.entries[fact->owner].name : "");
}

void cell_words(struct pages *pages, const struct btree_page *page, uint32_t index,
                char *text, size_t size)
{
    struct page_cell cell;
    struct record record = {0};
    struct value value;
    char one[60];
    int used = 0;
    if (btree_cell(&pages->db, page, index, &cell) < 0) {
        snprintf(text, size, "! %s", pages->db.fault.what);
        return;
    }
    if (cell.child)
        used = snprintf(text, size, "page %u below ", cell.child);
    if (!kind_is_index(page->kind))
        used += snprintf(text + used, size - (size_t)used, "rowid %lld%s",
                         (long long)cell.rowid,
                         page->kind == LEAF_TABLE ? ": " : " and less");
    if (page->kind == INTERIOR_TABLE)
        return;
    record_set(&record, cell.local, cell.local_size);
    for (uint32_t i = 0; (size_t)used + 8 < size && record_field(&record, i, &value);
         i++) {
        value_words(&value, one, sizeof one);
        used += snprintf(text + used, size - (size_t)used, "%s%s", i ? ", " : "", one);
    }
    if (cell.overflow && (size_t)used < size)
        snprintf(text + used, size - (size_t)used, " … goes on at page %u",
                 cell.overflow);
    record_free(&record);
}

uint32_t bytes_changed(struct pages *pages, uint32_t number)
{
    const uint8_t *after = database_page(&pages->db, number), *before;
    uint32_t count = 0;
    if (!after)
        return 0;
    if (number > pages->before.stored)
        return pages->db.page_size;
    before = database_page(&pages->before, number);
    for (uint32_t i = 0; before && i < pages->db.page_size; i++)
        count += before[i] != after[i];
    return count;
}

/* ---- steps ---- */

static char *add(struct pages *pages, struct step *step, const char *label)
{
    size_t at = step->evidence_count++;
    pages->evidence[at] = (struct evidence){label, pages->texts[at]};
    step->evidence = pages->evidence;
    return pages->texts[at];
}

static void file_step(struct pages *pages, struct step *step)
{
    const struct database *db = &pages->db;
    const struct database_header *header = &db->header;
    snprintf(pages->title, sizeof pages->title, "The file: %u pages of %u bytes",
             db->page_count, db->page_size);
    if (pages->watched)
        snprintf(pages->why, sizeof pages->why,
                 "The statement changed %zu of %u pages. Each of them is a step; what "
                 "it changed is marked.",
                 pages->changed_count, db->page_count);
    else if (pages->atlas.fault_count)
        snprintf(pages->why, sizeof pages->why,
                 "%zu things in this file cannot be. The first: page %u, byte %u: %s",
                 pages->atlas.fault_count, pages->atlas.faults[0].page,
                 pages->atlas.faults[0].offset, pages->atlas.faults[0].what);
    else
        snprintf(pages->why, sizeof pages->why,
                 "Every page has one use: a b-tree, an overflow, the free list. All of "
                 "them were reached, each of them once.");
    snprintf(add(pages, step, "header"), PAGES_TEXT,
             "byte 16: page size %u   24: changes %u   28: pages %u   32: free list at "
             "%u   36: free pages %u   40: schema %u   56: text %u   96: SQLite %u",
             db->page_size, header->changes, header->pages, header->free_trunk,
             header->free_pages, header->schema_cookie, header->encoding,
             header->version);
    if (db->wal.frames)
        snprintf(add(pages, step, "log"), PAGES_TEXT,
                 "%u committed frames of the write-ahead log count", db->wal.frames);
}

/* SQLite's own account of the page, where it offers one. */
static void dbstat_evidence(struct pages *pages, uint32_t number, struct step *step)
{
    sqlite3_stmt *stmt = NULL;
    if (!pages->sqlite ||
        sqlite3_prepare_v2(pages->sqlite,
                           "SELECT name, path, pagetype, ncell, payload, unused FROM "
                           "dbstat WHERE pageno=?",
                           -1, &stmt, NULL) != SQLITE_OK)
        return;
    sqlite3_bind_int64(stmt, 1, number);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        snprintf(add(pages, step, "dbstat"), PAGES_TEXT,
                 "%s  path %s  %s  %d cells  payload %d  unused %d",
                 sqlite3_column_text(stmt, 0), sqlite3_column_text(stmt, 1),
                 sqlite3_column_text(stmt, 2), sqlite3_column_int(stmt, 3),
                 sqlite3_column_int(stmt, 4), sqlite3_column_int(stmt, 5));
    sqlite3_finalize(stmt);
}

static const char *const use_words[USE_COUNT] = {
    [USE_NONE] = "No b-tree and no list leads here: the page is lost.",
    [USE_BTREE] = "",
    [USE_OVERFLOW] = "The rest of a record that was too large for its page: four bytes "
                     "say where it goes on, then data.",
    [USE_FREE_TRUNK] = "The free list: the next trunk, a count, and the numbers of pages "
                       "that hold nothing.",
    [USE_FREE_LEAF] = "Free: what stands here was deleted and means nothing any more.",
    [USE_POINTER_MAP] = "For each of the pages that follow: what it is, and who leads to "
                        "it. It makes auto_vacuum possible.",
    [USE_LOCK] = "Byte 2^30 of the file: the locks are taken here, and no data stands "
                 "here.",
};

static void why_of_btree(struct pages *pages, const struct page_fact *fact)
{
    bool leaf = kind_is_leaf(fact->kind), index = kind_is_index(fact->kind);
    if (leaf)
        snprintf(pages->why, sizeof pages->why, "%u %s. %u of %u bytes hold nothing. %s",
                 fact->cells,
                 index ? "entries of an index, in its order" : "rows, by rowid",
                 fact->unused, pages->db.page_size,
                 fact->parent ? "" : "It is a root: the whole tree is one page.");
    else
        snprintf(pages->why, sizeof pages->why,
                 "%u keys lead to %u pages below: a search goes left of the first key "
                 "that is not less.",
                 fact->cells, fact->cells + 1);
}

static void page_step(struct pages *pages, uint32_t number, struct step *step)
{
    const struct page_fact *fact = &pages->atlas.pages[number - 1];
    char words[160];
    page_words(pages, number, words, sizeof words);
    snprintf(pages->title, sizeof pages->title, "Page %u: %s%s", number, words,
             fact->in_log ? " (in the log)" : "");
    if (fact->use == USE_BTREE)
        why_of_btree(pages, fact);
    else
        snprintf(pages->why, sizeof pages->why, "%s", use_words[fact->use]);
    if (pages->watched)
        snprintf(pages->why, sizeof pages->why, "The statement changed %u bytes here.",
                 bytes_changed(pages, number));
    if (fact->parent)
        snprintf(add(pages, step, "from"), PAGES_TEXT, "page %u leads here",
                 fact->parent);
    for (size_t i = 0; i < pages->atlas.fault_count && i < ATLAS_FAULTS; i++)
        if (pages->atlas.faults[i].page == number && step->evidence_count < 2)
            snprintf(add(pages, step, "fault"), PAGES_TEXT, "byte %u: %s",
                     pages->atlas.faults[i].offset, pages->atlas.faults[i].what);
    dbstat_evidence(pages, number, step);
    step->notable = fact->use != USE_BTREE || fact->parent == 0;
}

void pages_step(void *model, size_t index, struct step *step)
{
    struct pages *pages = model;
    uint32_t number = pages_number(pages, index);
    *step = (struct step){.title = pages->title, .why = pages->why};
    if (number)
        page_step(pages, number, step);
    else
        file_step(pages, step);
}

/* ---- lines ---- */

static void describe_file(struct pages *pages, FILE *out)
{
    const struct atlas *atlas = &pages->atlas;
    if (pages->watched)
        fprintf(out, "  after: %s\n", pages->watched);
    for (size_t i = 0; i < atlas->schema.count; i++) {
        const struct schema_entry *entry = &atlas->schema.entries[i];
        unsigned count = 0, unused = 0;
        for (uint32_t page = 0; page < atlas->count; page++) {
            const struct page_fact *fact = &atlas->pages[page];
            bool its =
                fact->owner == i && (fact->use == USE_BTREE || fact->use == USE_OVERFLOW);
            count += its;
            unused += its ? fact->unused : 0;
        }
        if (entry->root)
            fprintf(out, "  %s %s: root page %u, %u pages, %u bytes unused\n",
                    entry->type, entry->name, entry->root, count, unused);
    }
    for (size_t i = 0; i < atlas->fault_count && i < ATLAS_FAULTS; i++)
        fprintf(out, "  fault: page %u, byte %u: %s\n", atlas->faults[i].page,
                atlas->faults[i].offset, atlas->faults[i].what);
}

void pages_describe(void *model, size_t index, FILE *out)
{
    struct pages *pages = model;
    uint32_t number = pages_number(pages, index);
    char text[PAGES_TEXT];
    if (!number) {
        describe_file(pages, out);
        return;
    }
    if (pages->atlas.pages[number - 1].use != USE_BTREE)
        return;
    const struct btree_page *page = btree_page(&pages->db, number);
    for (uint32_t i = 0; page && i < page->cells; i++) {
        cell_words(pages, page, i, text, sizeof text);
        fprintf(out, "  cell %u: %s\n", i + 1, text);
    }
    if (page && page->right)
        fprintf(out, "  page %u below for all that is greater\n", page->right);
}

/* ---- fields ---- */

static void json_file(struct pages *pages, struct json *json)
{
    const struct atlas *atlas = &pages->atlas;
    json_unsigned(json, "page_size", pages->db.page_size);
    json_unsigned(json, "pages", pages->db.page_count);
    json_unsigned(json, "free_pages", pages->db.header.free_pages);
    json_unsigned(json, "log_frames", pages->db.wal.frames);
    json_array(json, "faults");
    for (size_t i = 0; i < atlas->fault_count && i < ATLAS_FAULTS; i++) {
        json_object(json, NULL);
        json_unsigned(json, "page", atlas->faults[i].page);
        json_unsigned(json, "byte", atlas->faults[i].offset);
        json_string(json, "what", atlas->faults[i].what);
        json_close(json);
    }
    json_close(json);
}

void pages_json(void *model, size_t index, struct json *json)
{
    struct pages *pages = model;
    uint32_t number = pages_number(pages, index);
    if (!number) {
        json_file(pages, json);
        return;
    }
    const struct page_fact *fact = &pages->atlas.pages[number - 1];
    bool owned = fact->use == USE_BTREE || fact->use == USE_OVERFLOW;
    json_unsigned(json, "page", number);
    json_string(json, "use", page_fact_name(fact));
    json_string(json, "owner",
                owned ? pages->atlas.schema.entries[fact->owner].name : NULL);
    json_unsigned(json, "parent", fact->parent);
    json_unsigned(json, "cells", fact->cells);
    json_unsigned(json, "unused", fact->unused);
    json_bool(json, "in_log", fact->in_log);
    if (pages->watched)
        json_unsigned(json, "bytes_changed", bytes_changed(pages, number));
}
