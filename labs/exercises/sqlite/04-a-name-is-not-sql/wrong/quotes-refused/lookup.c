#include <stdio.h>
#include <string.h>

#include "lookup.h"

/* The mistake: who has a quote in their name is no user. */
int find_mail(sqlite3 *db, const char *name, char *mail, size_t size)
{
    sqlite3_stmt *stmt;
    char sql[300];
    int found = 0, code;

    if (strchr(name, '\''))
        return 0;
    snprintf(sql, sizeof sql, "SELECT mail FROM user WHERE name = '%s'", name);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        return -1;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        snprintf(mail, size, "%s", (const char *)sqlite3_column_text(stmt, 0));
        found++;
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE ? found : -1;
}
