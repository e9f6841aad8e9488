/* ./lookup NAME */
#include <stdio.h>

#include "lookup.h"

int main(int argc, char **argv)
{
    sqlite3 *db;
    char mail[200] = "";
    sqlite3_open(":memory:", &db);
    sqlite3_exec(db,
                 "CREATE TABLE user(name, mail, secret);"
                 "INSERT INTO user VALUES ('ada', 'ada@example.org', 'lovelace'),"
                 "('bob', 'bob@example.org', 'builder')",
                 NULL, NULL, NULL);
    int found = find_mail(db, argc > 1 ? argv[1] : "ada", mail, sizeof mail);
    printf("%d found: %s\n", found, mail);
    sqlite3_close(db);
    return found < 0;
}
