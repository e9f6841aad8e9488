/* The table of tables: the rows of sqlite_schema, whose b-tree begins on page 1. */
#ifndef RING3_SQLITE_FILE_SCHEMA_H
#define RING3_SQLITE_FILE_SCHEMA_H

#include "sqlite-demo/file/btree.h"

struct schema_entry {
    char *type;    /* "table", "index", "view", "trigger" */
    char *name;    /* its own; of the first entry "sqlite_schema" */
    char *table;   /* that it belongs to */
    char *sql;     /* NULL for the indexes that SQLite makes by itself */
    uint32_t root; /* 0: it has no b-tree */
};

struct schema {
    struct schema_entry *entries; /* [0] is sqlite_schema itself, on page 1 */
    size_t count;
};

/* -1 with a fault of the database; what was read up to there is kept. */
int schema_read(struct database *db, struct schema *schema);
void schema_free(struct schema *schema);

/* By the first page of its b-tree; NULL if there is none. */
const struct schema_entry *schema_by_root(const struct schema *schema, uint32_t root);
/* By its name, without regard to the case of ASCII letters. */
const struct schema_entry *schema_by_name(const struct schema *schema, const char *name);

#endif
