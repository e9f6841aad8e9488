/* The table: user(name, mail, secret). */
#ifndef LOOKUP_H
#define LOOKUP_H

#include <sqlite3.h>

/* Writes the mail address of `name` into `mail`. Returns how many users have that name;
 * -1 if SQLite refused. */
int find_mail(sqlite3 *db, const char *name, char *mail, size_t size);

#endif
