/* The table: staff(id INTEGER PRIMARY KEY, pay INTEGER), with an index by_pay. */
#ifndef RAISE_H
#define RAISE_H

#include <sqlite3.h>

void raise_pay(sqlite3 *db);

/* To be called for each one who was raised. */
void say_raised(sqlite3_int64 id);

#endif
