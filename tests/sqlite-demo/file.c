/* Our reader of the file against SQLite: the same rows, the same pages, and for
 * files that are damaged a place, never a crash. */
#include <fcntl.h>
#include <sys/stat.h>

#include "sqlite-demo/file/atlas.h"
#include "sqlite-demo/file/bytes.h"
#include "sqlite-demo/file/record.h"
#include "tests/random.h"
#include "tests/sqlite-demo/specimen.h"

static struct scratch scratch;
static struct error error;
static char path[300];
static struct random dice = {42};

static void fresh(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", scratch.folder, name);
}

/* ---- the same rows ---- */

static bool same_value(const struct value *value, sqlite3_stmt *stmt, int column)
{
    int type = sqlite3_column_type(stmt, column);
    switch (value->type) {
    case VALUE_NULL:
        return type == SQLITE_NULL;
    case VALUE_INTEGER:
        return (type == SQLITE_INTEGER &&
                value->integer == sqlite3_column_int64(stmt, column)) ||
               (type == SQLITE_FLOAT && /* small reals are stored as integers */
                (double)value->integer == sqlite3_column_double(stmt, column));
    case VALUE_REAL:
        return type == SQLITE_FLOAT && value->real == sqlite3_column_double(stmt, column);
    case VALUE_TEXT:
    case VALUE_BLOB:
        return type == (value->type == VALUE_TEXT ? SQLITE_TEXT : SQLITE_BLOB) &&
               value->size == (uint32_t)sqlite3_column_bytes(stmt, column) &&
               (!value->size ||
                !memcmp(value->bytes, sqlite3_column_blob(stmt, column), value->size));
    }
    return false;
}

/* Rows of a b-tree against those of a query, forward or backward. -1: a fault. */
static long compare_rows(struct database *db, const char *root_of, const char *sql,
                         bool backward, sqlite3 *sqlite)
{
    struct schema schema;
    struct btree_cursor cursor = {0};
    struct record record = {0};
    sqlite3_stmt *stmt;
    long rows = 0, wrong = 0;
    schema_read(db, &schema);
    btree_init(&cursor, db, schema_by_name(&schema, root_of)->root);
    sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL);
    int status = backward ? btree_last(&cursor) : btree_first(&cursor);
    for (; status == 1; rows++) {
        const uint8_t *bytes = btree_record(&cursor);
        record_set(&record, bytes, (uint32_t)cursor.cell.payload);
        bool is_row = sqlite3_step(stmt) == SQLITE_ROW;
        for (int i = 0; is_row && i < sqlite3_column_count(stmt); i++) {
            struct value value = {0};
            record_field(&record, (uint32_t)i, &value);
            if (!btree_is_index(&cursor) && i == 0 && value.type == VALUE_NULL)
                value =
                    (struct value){.type = VALUE_INTEGER, .integer = cursor.cell.rowid};
            wrong += !same_value(&value, stmt, i);
        }
        wrong += !is_row;
        status = backward ? btree_previous(&cursor) : btree_next(&cursor);
    }
    wrong += sqlite3_step(stmt) != SQLITE_DONE;
    sqlite3_finalize(stmt);
    record_free(&record);
    btree_free(&cursor);
    schema_free(&schema);
    return status < 0 || wrong ? -1 : rows;
}

static void test_rows(const char *name, const char *pragma)
{
    struct database db;
    char label[200];
    fresh(name);
    sqlite3 *sqlite = specimen_open(path, pragma);
    sqlite3_exec(sqlite, specimen_rich, NULL, NULL, NULL);
    static const struct {
        const char *root, *sql;
        bool backward;
        long rows;
    } cases[] = {
        {"film", "SELECT * FROM film ORDER BY id", false, 343},
        {"film", "SELECT * FROM film ORDER BY id DESC", true, 343},
        {"film_title", "SELECT title,year,id FROM film ORDER BY title,year,id", false,
         343},
        {"film_title", "SELECT title,year,id FROM film ORDER BY 1 DESC,2 DESC,3 DESC",
         true, 343},
        {"word", "SELECT * FROM word ORDER BY w", false, 240},
        {"word", "SELECT * FROM word ORDER BY w DESC", true, 240},
        {"empty", "SELECT * FROM empty", false, 0},
        {"gone", "SELECT * FROM gone", true, 0},
    };
    is_int(database_open(&db, path, &error), 0, name);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(label, sizeof label, "%s: %s%s as SQLite sees it", name, cases[i].root,
                 cases[i].backward ? " backward" : "");
        is_int(compare_rows(&db, cases[i].root, cases[i].sql, cases[i].backward, sqlite),
               cases[i].rows, label);
    }
    struct atlas atlas;
    atlas_make(&db, &atlas);
    snprintf(label, sizeof label, "%s: every page has its use", name);
    if (!is_int(atlas.fault_count, 0, label))
        printf("# page %u, byte %u: %s\n", atlas.faults[0].page, atlas.faults[0].offset,
               atlas.faults[0].what);
    atlas_free(&atlas);
    database_close(&db);
    sqlite3_close(sqlite);
}

/* dbstat is SQLite's own account of the same. */
static void test_dbstat(void)
{
    struct database db;
    struct atlas atlas;
    sqlite3_stmt *stmt;
    size_t wrong = 0, pages = 0;
    sqlite3 *sqlite = specimen_open(path, "");
    if (sqlite3_prepare_v2(sqlite,
                           "SELECT pageno, pagetype, ncell, unused, name FROM dbstat", -1,
                           &stmt, NULL) != SQLITE_OK) {
        skip("the atlas agrees with dbstat", "this SQLite has no dbstat");
        sqlite3_close(sqlite);
        return;
    }
    database_open(&db, path, &error);
    atlas_make(&db, &atlas);
    for (; sqlite3_step(stmt) == SQLITE_ROW; pages++) {
        const struct page_fact *fact = &atlas.pages[sqlite3_column_int(stmt, 0) - 1];
        const char *type = (const char *)sqlite3_column_text(stmt, 1);
        const char *owner = atlas.schema.entries[fact->owner].name;
        bool right = *type == 'o'   ? fact->use == USE_OVERFLOW
                     : *type == 'l' ? fact->use == USE_BTREE && kind_is_leaf(fact->kind)
                                    : fact->use == USE_BTREE && !kind_is_leaf(fact->kind);
        if (*type != 'o')
            right &= fact->cells == (uint32_t)sqlite3_column_int(stmt, 2) ||
                     /* dbstat adds the right child to an interior page's cells */
                     fact->cells + 1 == (uint32_t)sqlite3_column_int(stmt, 2);
        if (*type == 'l')
            right &= fact->unused <= (uint32_t)sqlite3_column_int(stmt, 3) + 3;
        right &= !strncmp((const char *)sqlite3_column_text(stmt, 4), owner, 11);
        wrong += !right;
    }
    size_t used = 0, free_pages = 0;
    for (uint32_t i = 0; i < atlas.count; i++) {
        used += atlas.pages[i].use == USE_BTREE || atlas.pages[i].use == USE_OVERFLOW;
        free_pages +=
            atlas.pages[i].use == USE_FREE_TRUNK || atlas.pages[i].use == USE_FREE_LEAF;
    }
    is_int(wrong, 0, "the atlas agrees with dbstat, page for page");
    is_int(used, pages, "and has no page more");
    is_int(free_pages, db.header.free_pages, "nor a free one less");
    ok(free_pages > 5, "and there are free ones");
    atlas_free(&atlas);
    database_close(&db);
    sqlite3_finalize(stmt);
    sqlite3_close(sqlite);
}

/* Committed pages that are in the log only; and a log whose end was cut. */
static void test_wal(void)
{
    struct database db;
    struct atlas atlas;
    fresh("wal.db");
    sqlite3 *sqlite = specimen_open(path, "PRAGMA journal_mode=WAL;"
                                          "PRAGMA wal_autocheckpoint=0;");
    sqlite3_exec(sqlite, specimen_rich, NULL, NULL, NULL);
    database_open(&db, path, &error);
    atlas_make(&db, &atlas);
    is_int(atlas.fault_count, 0, "a database that is all in its log is whole");
    ok(db.wal.frames > 50 && db.wal_reads > db.stored / 2,
       "and its pages came from there");
    is_int(compare_rows(&db, "film", "SELECT * FROM film", false, sqlite), 343,
           "with SQLite's rows");
    uint32_t frames = db.wal.frames;
    atlas_free(&atlas);
    database_close(&db);

    /* A frame that was not committed changes nothing. */
    sqlite3_exec(sqlite, "PRAGMA cache_size=1; BEGIN; UPDATE film SET year=0", NULL, NULL,
                 NULL);
    database_open(&db, path, &error);
    struct stat status;
    char log[320];
    snprintf(log, sizeof log, "%s-wal", path);
    stat(log, &status);
    is_int(db.wal.frames, frames, "frames of an open transaction do not count");
    ok(status.st_size > 32 + (off_t)frames * 4120, "though they are there");
    database_close(&db);
    sqlite3_exec(sqlite, "ROLLBACK", NULL, NULL, NULL);

    /* The last commit's first byte is spoilt: what was before it counts. */
    sqlite3_exec(sqlite, "UPDATE film SET year=1 WHERE id=3", NULL, NULL, NULL);
    database_open(&db, path, &error);
    ok(db.wal.frames > frames, "a new transaction is seen");
    int fd = open(log, O_RDWR);
    uint8_t byte;
    off_t at = wal_offset(&db.wal, db.wal.frames) + 100;
    database_close(&db);
    if (pread(fd, &byte, 1, at) != 1 || (byte ^= 1, pwrite(fd, &byte, 1, at) != 1))
        printf("Bail out! %s\n", log);
    close(fd);
    database_open(&db, path, &error);
    is_int(db.wal.frames, frames, "and not, once a bit of it is wrong");
    database_close(&db);
    sqlite3_close(sqlite);
}

/* ---- files that are wrong ---- */

static void spoil(uint32_t page, uint32_t page_size, uint32_t offset, const void *bytes,
                  size_t size)
{
    int fd = open(path, O_RDWR);
    if (pwrite(fd, bytes, size, (off_t)(page - 1) * page_size + offset) < 0)
        printf("Bail out! %s\n", path);
    close(fd);
}

static void reports(uint32_t page, uint32_t offset, const void *bytes, size_t size,
                    const char *what, const char *name)
{
    struct database db;
    struct atlas atlas;
    uint8_t old[16];
    bool found = false;
    int fd = open(path, O_RDONLY);
    if (pread(fd, old, size, (off_t)(page - 1) * 1024 + offset) < 0)
        printf("Bail out! %s\n", path);
    close(fd);
    spoil(page, 1024, offset, bytes, size);
    if (database_open(&db, path, &error) == 0) {
        atlas_make(&db, &atlas);
        for (size_t i = 0; i < atlas.fault_count && i < ATLAS_FAULTS; i++)
            found |= atlas.faults[i].page == page && strstr(atlas.faults[i].what, what);
        if (!ok(found, name))
            for (size_t i = 0; i < atlas.fault_count && i < ATLAS_FAULTS; i++)
                printf("#   page %u, byte %u: %s\n", atlas.faults[i].page,
                       atlas.faults[i].offset, atlas.faults[i].what);
        atlas_free(&atlas);
        database_close(&db);
    } else {
        contains(error.message, what, name);
    }
    spoil(page, 1024, offset, old, size);
}

/* A page of table film and of the free list, from the sound file. */
static uint32_t page_of(uint8_t use, uint8_t kind)
{
    struct database db;
    struct atlas atlas;
    uint32_t number = 0;
    database_open(&db, path, &error);
    atlas_make(&db, &atlas);
    for (uint32_t i = 1; i < atlas.count; i++)
        if (atlas.pages[i].use == use &&
            (use != USE_BTREE || atlas.pages[i].kind == kind) &&
            (use != USE_BTREE || atlas.pages[i].cells > 2))
            number = i + 1;
    atlas_free(&atlas);
    database_close(&db);
    return number;
}

/* The first two cells of a page change places: only their order is wrong. */
static void reports_order(uint32_t leaf)
{
    uint8_t cells[4];
    int fd = open(path, O_RDONLY);
    if (pread(fd, cells, 4, (off_t)(leaf - 1) * 1024 + 8) != 4)
        printf("Bail out! %s\n", path);
    close(fd);
    uint8_t swapped[4] = {cells[2], cells[3], cells[0], cells[1]};
    reports(leaf, 8, swapped, 4, "does not belong after rowid", "rowids out of order");
}

static void test_reports(void)
{
    fresh("spoilt.db");
    sqlite3 *sqlite = specimen_open(path, "PRAGMA page_size=1024");
    sqlite3_exec(sqlite, specimen_rich, NULL, NULL, NULL);
    sqlite3_close(sqlite);
    uint32_t leaf = page_of(USE_BTREE, LEAF_TABLE),
             top = page_of(USE_BTREE, INTERIOR_TABLE);
    uint32_t trunk = page_of(USE_FREE_TRUNK, 0), overflow = page_of(USE_OVERFLOW, 0);
    ok(leaf && top && trunk && overflow, "the specimen has every kind of page");
    reports(leaf, 0, "\7", 1, "7 is no kind of b-tree page", "a wrong kind of page");
    reports(leaf, 3, "\377\377", 2, "their pointers alone do not fit", "too many cells");
    reports(leaf, 8, "\377\377", 2, "where no cell can be", "a cell behind the page");
    reports(leaf, 8, "\0\1", 2, "where no cell can be", "a cell in the page's header");
    reports(leaf, 1, "\0\2", 2, "the next free block begins", "a wrong free block");
    reports(leaf, 7, "\77", 1, "lost in fragments", "a wrong count of fragments");
    reports(top, 8, "\177\377\377\377", 4, "which is not there",
            "a child that is not there");
    reports(top, 8, "\0\0\0\1", 4, "used already: leaf of a table",
            "a tree that leads to page 1");
    reports(overflow, 0, "\0\0\0\1", 4, "goes on at page 1, but the record ends here",
            "an overflow that is too long");
    reports_order(leaf);
    reports(trunk, 4, "\177\377\377\377", 4, "a trunk cannot list", "a trunk too long");
    reports(1, 36, "\0\0\0\1", 4, "the header counts 1 free",
            "a wrong count of free pages");
    reports(1, 16, "\3\0", 2, "is no page size", "a wrong page size");
    reports(1, 20, "\377", 1, "", "wrong reserved bytes");
    reports(1, 0, "sqlite", 6, "not a SQLite database, or encrypted",
            "another beginning");
}

/* A file with auto_vacuum has maps, and a wrong entry is found. */
static void test_pointer_map(void)
{
    fresh("vacuum.db");
    sqlite3 *sqlite =
        specimen_open(path, "PRAGMA page_size=1024; PRAGMA auto_vacuum=FULL");
    sqlite3_exec(sqlite, specimen_rich, NULL, NULL, NULL);
    sqlite3_close(sqlite);
    is_int(page_of(USE_POINTER_MAP, 0) > 0, 1, "auto_vacuum has pointer maps");
    reports(2, 5, "\5\0\0\0\77", 5, "the pointer map says 5 and 63",
            "a wrong entry of a pointer map");
}

/* Everything that reads is run over a damaged file: the walk of each tree, too. */
static size_t read_all(size_t *opened)
{
    struct database db;
    struct atlas atlas;
    struct record record = {0};
    struct value value;
    if (database_open(&db, path, &error) < 0)
        return error.message[0] ? 1 : 0;
    ++*opened;
    atlas_make(&db, &atlas);
    size_t faults = atlas.fault_count, bad = 0;
    for (size_t i = 0; i < faults && i < ATLAS_FAULTS; i++)
        bad += !atlas.faults[i].what[0];
    for (size_t i = 0; i < atlas.schema.count; i++) {
        struct btree_cursor cursor = {0};
        uint32_t root = atlas.schema.entries[i].root, steps = 0;
        if (!root)
            continue;
        btree_init(&cursor, &db, root);
        for (int s = btree_first(&cursor); s == 1 && steps < 3000; steps++) {
            const uint8_t *bytes = btree_record(&cursor);
            if (bytes)
                record_set(&record, bytes, (uint32_t)cursor.cell.payload);
            for (uint32_t k = 0; bytes && record_field(&record, k, &value); k++)
                if (value.type >= VALUE_TEXT && value.size)
                    bad += value.bytes[0] + value.bytes[value.size - 1] < 0;
            s = btree_next(&cursor);
        }
        btree_last(&cursor);
        btree_seek_rowid(&cursor, 500);
        btree_free(&cursor);
    }
    record_free(&record);
    atlas_free(&atlas);
    database_close(&db);
    return bad ? 0 : 1;
}

/* Every page in turn: its bytes become noise, ones, zeros, or one bit flips. */
static void test_every_page(void)
{
    struct stat status;
    size_t answered = 0, tries = 0, opened = 0;
    fresh("spoilt.db");
    stat(path, &status);
    uint32_t pages = (uint32_t)(status.st_size / 1024);
    uint8_t old[1024], bytes[1024];
    for (uint32_t page = 1; page <= pages; page++)
        for (int way = 0; way < 6; way++) {
            int fd = open(path, O_RDONLY);
            if (pread(fd, old, sizeof old, (off_t)(page - 1) * 1024) < 0)
                break;
            close(fd);
            memcpy(bytes, old, sizeof bytes);
            for (size_t i = 0; i < sizeof bytes; i++)
                if (way == 0)
                    bytes[i] = (uint8_t)random_below(&dice, 256);
                else if (way < 3)
                    bytes[i] = way == 1 ? 0xff : 0;
                else if (random_below(&dice, way == 3 ? 10 : 200) == 0)
                    bytes[i] ^= (uint8_t)(1 << random_below(&dice, 8));
            spoil(page, 1024, 0, bytes, sizeof bytes);
            answered += read_all(&opened);
            tries++;
            spoil(page, 1024, 0, old, sizeof old);
        }
    is_int(answered, tries, "every page was damaged in six ways, and each time answered");
    ok(opened > tries / 2, "and most of the files could still be opened");
    printf("# %zu files, %zu opened\n", tries, opened);
    for (off_t size = 0; size < status.st_size; size += 333) {
        if (truncate(path, status.st_size) < 0 || truncate(path, size) < 0)
            break;
        answered += read_all(&opened);
        tries++;
    }
    is_int(answered, tries, "cut off anywhere, too");
}

static void test_records(void)
{
    uint8_t bytes[4000];
    struct record record = {0};
    struct value values[40], back;
    size_t wrong = 0;
    for (int round = 0; round < 3000; round++) {
        size_t count = random_below(&dice, 40);
        for (size_t i = 0; i < count; i++) {
            int64_t number = (int64_t)(random_next(&dice) >> random_below(&dice, 64));
            values[i] = (struct value){.type = (enum value_type)random_below(&dice, 5)};
            if (values[i].type == VALUE_REAL)
                values[i].real = (double)number / 7;
            else if (values[i].type >= VALUE_TEXT) {
                values[i].size = (uint32_t)random_below(&dice, 60);
                values[i].bytes = (const uint8_t *)specimen_rich;
            } else if (values[i].type == VALUE_INTEGER)
                values[i].integer = random_below(&dice, 2) ? number : -number;
        }
        size_t size = record_build(values, count, NULL);
        wrong += record_build(values, count, bytes) != size;
        record_set(&record, bytes, (uint32_t)size);
        for (size_t i = 0; i < count; i++) {
            wrong += !record_field(&record, (uint32_t)i, &back) ||
                     back.type != values[i].type || back.size != values[i].size;
            if (values[i].type == VALUE_INTEGER)
                wrong += back.integer != values[i].integer;
        }
        wrong += record_has(&record, (uint32_t)count) || record.damaged;
    }
    is_int(wrong, 0, "a record that we build is read back");
    record_free(&record);
}

int main(void)
{
    if (scratch_open(&scratch, &error) < 0)
        printf("Bail out! %s\n", error.message), exit(1);
    test_rows("plain.db", "PRAGMA page_size=4096");
    test_dbstat();
    test_rows("small.db", "PRAGMA page_size=512; PRAGMA auto_vacuum=FULL");
    test_rows("large.db", "PRAGMA page_size=65536");
    test_wal();
    test_records();
    test_reports();
    test_every_page();
    test_pointer_map();
    scratch_close(&scratch);
    return done_testing();
}
