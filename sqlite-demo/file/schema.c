#include "sqlite-demo/file/schema.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "labs/kit/error.h"
#include "sqlite-demo/file/record.h"

enum { TYPE, NAME, TABLE, ROOT, SQL }; /* columns of sqlite_schema */

/* Text only, as a string; NULL for everything else. */
static char *text_of(struct record *record, uint32_t column)
{
    struct value value;
    if (!record_field(record, column, &value) || value.type != VALUE_TEXT)
        return NULL;
    char *text = xcalloc((size_t)value.size + 1, 1);
    memcpy(text, value.bytes, value.size);
    return text;
}

static void add_entry(struct schema *schema, struct schema_entry entry)
{
    if ((schema->count & (schema->count + 1)) == 0) /* full: 0, 1, 3, 7 … */
        schema->entries = xreallocarray(schema->entries, 2 * schema->count + 1,
                                        sizeof *schema->entries);
    schema->entries[schema->count++] = entry;
}

static int add_row(struct btree_cursor *cursor, struct record *record,
                   struct schema *schema)
{
    struct database *db = cursor->db;
    struct value root = {0};
    const uint8_t *bytes = btree_record(cursor);
    if (!bytes)
        return -1;
    record_set(record, bytes, (uint32_t)cursor->cell.payload);
    struct schema_entry entry = {
        .type = text_of(record, TYPE),
        .name = text_of(record, NAME),
        .table = text_of(record, TABLE),
        .sql = text_of(record, SQL),
    };
    record_field(record, ROOT, &root);
    if (root.type == VALUE_INTEGER && root.integer > 0 && root.integer <= UINT32_MAX)
        entry.root = (uint32_t)root.integer;
    if (!entry.type || !entry.name || !entry.table) {
        free(entry.type), free(entry.name), free(entry.table), free(entry.sql);
        return database_fault(db, cursor->path[cursor->depth - 1].page->number,
                              cursor->cell.offset,
                              "this row of the schema has no type, name or table");
    }
    add_entry(schema, entry);
    return 0;
}

int schema_read(struct database *db, struct schema *schema)
{
    struct btree_cursor cursor = {0};
    struct record record = {0};
    *schema = (struct schema){0};
    add_entry(schema, (struct schema_entry){.type = xstrdup("table"),
                                            .name = xstrdup("sqlite_schema"),
                                            .table = xstrdup("sqlite_schema"),
                                            .root = 1});
    btree_init(&cursor, db, 1);
    /* A b-tree that leads in a circle has no more rows than bytes. */
    uint64_t most = (uint64_t)db->stored * db->page_size;
    int status = btree_first(&cursor);
    while (status == 1 && add_row(&cursor, &record, schema) == 0) {
        if (schema->count > most) {
            database_fault(db, 1, 0, "the schema never ends");
            break;
        }
        status = btree_next(&cursor);
    }
    record_free(&record);
    btree_free(&cursor);
    return status == 0 ? 0 : -1;
}

void schema_free(struct schema *schema)
{
    for (size_t i = 0; i < schema->count; i++) {
        free(schema->entries[i].type);
        free(schema->entries[i].name);
        free(schema->entries[i].table);
        free(schema->entries[i].sql);
    }
    free(schema->entries);
    *schema = (struct schema){0};
}

const struct schema_entry *schema_by_root(const struct schema *schema, uint32_t root)
{
    for (size_t i = 0; root && i < schema->count; i++)
        if (schema->entries[i].root == root)
            return &schema->entries[i];
    return NULL;
}

const struct schema_entry *schema_by_name(const struct schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->count; i++)
        if (!strcasecmp(schema->entries[i].name, name))
            return &schema->entries[i];
    return NULL;
}
