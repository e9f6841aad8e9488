/* The mistake: one call of sqlite3_exec() is taken for one transaction. */
#include <stdio.h>
#include <stdlib.h>

#include "films.h"

void store_films(sqlite3 *db)
{
    char name[100];
    while (next_film(name, sizeof name)) {
        char *sql = sqlite3_mprintf("INSERT INTO film(name) VALUES (%Q);"
                                    "INSERT INTO history(name) VALUES (%Q);",
                                    name, name);
        if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
            exit(1);
        sqlite3_free(sql);
        say_stored(name);
    }
}
