#include <stdio.h>
#include <string.h>

#include "lookup.h"

int find_mail(sqlite3 *db, const char *name, char *mail, size_t size)
{
    sqlite3_stmt *stmt;
    int found = 0, code;

    if (sqlite3_prepare_v2(db, "SELECT mail FROM user WHERE name = ?", -1, &stmt, NULL) !=
        SQLITE_OK)
        return -1;
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_TRANSIENT);
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        snprintf(mail, size, "%s", (const char *)sqlite3_column_text(stmt, 0));
        found++;
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE ? found : -1;
}
