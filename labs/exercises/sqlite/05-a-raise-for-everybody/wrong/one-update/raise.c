/* The mistake: the raise is right, and nobody hears of it. */
#include <stddef.h>

#include "raise.h"

void raise_pay(sqlite3 *db)
{
    sqlite3_exec(db, "UPDATE staff SET pay = pay + 100 WHERE pay < 2000", NULL, NULL, NULL);
}
