/* The mistake: without a journal there is no way back for half a transaction. */
#include <stdio.h>
#include <stdlib.h>

#include "films.h"

/* Runs a statement without parameters: "BEGIN", "COMMIT" … */
static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        exit(1);
    }
}

/* Runs a statement with one parameter. */
static void add(sqlite3 *db, const char *sql, const char *name)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_bind_text(statement, 1, name, -1, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_DONE) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        exit(1);
    }
    sqlite3_finalize(statement);
}

void store_films(sqlite3 *db)
{
    char name[100];
    run(db, "PRAGMA journal_mode = OFF");
    while (next_film(name, sizeof name)) {
        run(db, "BEGIN");
        add(db, "INSERT INTO film(name) VALUES (?)", name);
        add(db, "INSERT INTO history(name) VALUES (?)", name);
        run(db, "COMMIT");
        say_stored(name);
    }
}
