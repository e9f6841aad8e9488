/* Three people and a raise. */
#include <stdio.h>

#include "raise.h"

void say_raised(sqlite3_int64 id)
{
    printf("%lld was raised\n", (long long)id);
}

static int print(void *self, int count, char **values, char **names)
{
    (void)self, (void)count, (void)names;
    return printf("%s earns %s\n", values[0], values[1]) < 0;
}

int main(void)
{
    sqlite3 *db;
    sqlite3_open(":memory:", &db);
    sqlite3_exec(db,
                 "CREATE TABLE staff(id INTEGER PRIMARY KEY, pay INTEGER);"
                 "CREATE INDEX by_pay ON staff(pay);"
                 "INSERT INTO staff(pay) VALUES (1000), (1950), (2500)",
                 NULL, NULL, NULL);
    raise_pay(db);
    sqlite3_exec(db, "SELECT id, pay FROM staff", print, NULL, NULL);
    sqlite3_close(db);
    return 0;
}
