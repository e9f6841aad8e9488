/* What both tests of the cursor library use: a folder, and short ways to say what a
 * call must do. A refusal is compared whole: result, class, message, code and name. */
#ifndef RING3_TESTS_SQLITE_DEMO_CURSOR_TEST_H
#define RING3_TESTS_SQLITE_DEMO_CURSOR_TEST_H

#include <sqlite3.h>
#include <unistd.h>

#include "sqlite-demo/cursor.h"
#include "tests/tap.h"

static char folder[64], path[96];
static struct db_err err;

static inline void check_error(int result, enum db_class class, const char *message,
                               int code, const char *code_name, const char *name)
{
    char seen[1200], wanted[1200];
    snprintf(seen, sizeof seen, "%d %s: %s %d %s", result, db_class_name(err.class),
             err.message, err.code, err.name);
    snprintf(wanted, sizeof wanted, "-1 %s: %s %d %s", db_class_name(class), message,
             code, code_name);
    is_string(seen, wanted, name);
    err = (struct db_err){0};
}

static inline struct db_conn *connected(const char *file)
{
    struct db_conn *conn;
    if (db_connect(file, NULL, &conn, &err))
        printf("Bail out! %s\n", err.message), exit(1);
    return conn;
}

static inline struct db_cur *cursor(struct db_conn *conn)
{
    struct db_cur *cur;
    if (db_cursor(conn, &cur, &err))
        printf("Bail out! %s\n", err.message), exit(1);
    return cur;
}

static inline void must(struct db_cur *cur, const char *sql)
{
    if (db_execute(cur, sql, DB_NONE, &err)) {
        ok(false, sql);
        printf("#   %s\n", err.message);
    }
}

/* The first column of every row that is left: "1 2 3". */
static inline const char *rest(struct db_cur *cur)
{
    static char text[400];
    const struct db_row *row;
    text[0] = '\0';
    while (db_fetchone(cur, &row, &err) == 1)
        sprintf(text + strlen(text), "%s%lld", text[0] ? " " : "",
                (long long)row->values[0].integer);
    return text;
}

/* What the file holds, read by SQLite itself and not by what is tested. */
static inline int stored(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    int number = -1;
    sqlite3_open(path, &db);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        number = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return number;
}

static inline void make_folder(void)
{
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.40s/ring3-cursor.XXXXXX",
             parent && *parent ? parent : "/tmp");
    if (!mkdtemp(folder))
        skip_all("cannot make a folder");
    snprintf(path, sizeof path, "%s/a.db", folder);
}

static inline void remove_folder(void)
{
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    is_int(system(command), 0, "the folder is removed");
}

#endif
