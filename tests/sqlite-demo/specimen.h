/* Database files for the tests of our reader, made by SQLite itself. */
#ifndef RING3_TESTS_SQLITE_SPECIMEN_H
#define RING3_TESTS_SQLITE_SPECIMEN_H

#include <sqlite3.h>
#include <unistd.h>

#include "sqlite-demo/scratch.h"
#include "tests/tap.h"

/* Opens (or makes) FOLDER/NAME and runs the SQL on it. The test ends if it fails. */
static inline sqlite3 *specimen_open(const char *path, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        printf("Bail out! %s: %s\n", path, message ? message : sqlite3_errmsg(db));
        exit(1);
    }
    return db;
}

/* Rows of every kind: small, large with overflow, holes from deletes, an index,
 * a table WITHOUT ROWID with long keys, free pages. */
static const char specimen_rich[] =
    "CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INT, stars REAL, b BLOB);"
    "CREATE INDEX film_title ON film(title, year);"
    "CREATE TABLE word(w TEXT PRIMARY KEY, n INT) WITHOUT ROWID;"
    "CREATE TABLE gone(x); CREATE TABLE empty(x); CREATE VIEW v AS SELECT 1;"
    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<400) "
    "INSERT INTO film SELECT i*3, 'film number '||(i*7919%401), 1900+i%120, i/8.0, "
    "CASE WHEN i%50=0 THEN randomblob(i*20) WHEN i%3=0 THEN zeroblob(i%90) END FROM n;"
    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<300) "
    "INSERT INTO word SELECT printf('%.*c%d', 1+i%40*(i%7), 'w', i), -i*i*i FROM n;"
    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<300) "
    "INSERT INTO gone SELECT randomblob(200) FROM n;"
    "DELETE FROM film WHERE id%7=0; DELETE FROM word WHERE n%5=0; DELETE FROM gone;";

#endif
