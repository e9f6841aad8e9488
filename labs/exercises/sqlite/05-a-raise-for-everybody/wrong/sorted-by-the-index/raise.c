/* The mistake: the index gives this order, so nothing is sorted first. */
#include <stddef.h>

#include "raise.h"

void raise_pay(sqlite3 *db)
{
    sqlite3_stmt *scan, *raise;
    sqlite3_prepare_v2(db, "SELECT id FROM staff WHERE pay < 2000 ORDER BY pay",
                       -1, &scan, NULL);
    sqlite3_prepare_v2(db, "UPDATE staff SET pay = pay + 100 WHERE id = ?", -1, &raise,
                       NULL);
    while (sqlite3_step(scan) == SQLITE_ROW) {
        sqlite3_int64 id = sqlite3_column_int64(scan, 0);
        sqlite3_bind_int64(raise, 1, id);
        sqlite3_step(raise);
        sqlite3_reset(raise);
        say_raised(id);
    }
    sqlite3_finalize(raise);
    sqlite3_finalize(scan);
}
