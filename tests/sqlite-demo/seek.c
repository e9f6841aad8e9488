/* A search by rowid against a look at all of them: on trees of several levels, whatever
 * the rowids are. */
#include "sqlite-demo/file/btree.h"
#include "tests/random.h"
#include "tests/sqlite-demo/specimen.h"

static struct scratch scratch;
static struct error error;
static char path[300];
static struct random dice = {42};

enum { ROWIDS = 3000 };

/* Even, crowded, with gaps that double, at both ends of what a rowid can be. */
static const char *const rowids[] = {
    "i",
    "i*i*i",
    "CASE WHEN i%2 THEN i ELSE -(1<<(i%62)) - i END",
    "CASE WHEN i<1500 THEN i ELSE 9223372036854775807-i END",
    "CASE i%3 WHEN 0 THEN i WHEN 1 THEN -9223372036854775807-1+i ELSE i*1000000007 END",
};

/* Searches with the same cursor one after the other, and moves in between, which leave
 * it on pages whose ends it does not know. */
static int wrong_seeks(struct btree_cursor *cursor, const int64_t *all, int count)
{
    int wrong = 0;
    for (int i = 0; i < 4000; i++) {
        int at = (int)random_below(&dice, (size_t)count);
        int64_t rowid;
        if (__builtin_add_overflow(all[at], (int)random_below(&dice, 3) - 1, &rowid))
            rowid = all[at];
        for (at = at ? at - 1 : 0; at < count && all[at] < rowid; at++)
            ;
        int found = btree_seek_rowid(cursor, rowid);
        wrong += found != (at < count) || (found && cursor->cell.rowid != all[at]);
        for (size_t moves = random_below(&dice, 3); found == 1 && moves; moves--)
            found = i % 2 ? btree_next(cursor) : btree_previous(cursor);
    }
    return wrong;
}

static void test_seeks(const char *expression)
{
    char sql[500];
    int64_t all[ROWIDS];
    int count = 0;
    struct database db;
    struct btree_cursor cursor = {0};
    sqlite3_stmt *stmt;
    snprintf(path, sizeof path, "%s/seek.db", scratch.folder);
    unlink(path);
    snprintf(sql, sizeof sql,
             "PRAGMA page_size=512; CREATE TABLE t(id INTEGER PRIMARY KEY, x);"
             "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<%d) "
             "INSERT OR IGNORE INTO t SELECT %s, 'some text' FROM n",
             ROWIDS, expression);
    sqlite3 *sqlite = specimen_open(path, sql);
    sqlite3_prepare_v2(sqlite, "SELECT id FROM t ORDER BY id", -1, &stmt, NULL);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        all[count++] = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(sqlite);
    database_open(&db, path, &error);
    btree_init(&cursor, &db, 2);
    is_int(wrong_seeks(&cursor, all, count), 0, expression);
    ok(count > ROWIDS / 2, "with most of the rows");
    btree_free(&cursor);
    database_close(&db);
}

int main(void)
{
    if (scratch_open(&scratch, &error) < 0)
        printf("Bail out! %s\n", error.message), exit(1);
    for (size_t i = 0; i < sizeof rowids / sizeof *rowids; i++)
        test_seeks(rowids[i]);
    scratch_close(&scratch);
    return done_testing();
}
