/* Not yours to change: reads names, one per line, and stores them.
 *
 *     cc -o store main.c store.c -lsqlite3
 *     printf 'Metropolis\nM\n' | ./store films.db
 *     ./store films.db </dev/null          # shows what is there
 */
#include <stdio.h>
#include <string.h>

#include "films.h"

static const char tables[] =
    "CREATE TABLE IF NOT EXISTS film(name TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS history(name TEXT NOT NULL);";

bool next_film(char *name, int size)
{
    if (!fgets(name, size, stdin))
        return false;
    name[strcspn(name, "\n")] = '\0';
    return true;
}

void say_stored(const char *name)
{
    printf("stored: %s\n", name);
}

static int show(void *unused, int columns, char **values, char **names)
{
    (void)unused, (void)columns, (void)names;
    printf("in the file: %s\n", values[0]);
    return 0;
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    if (argc != 2 || sqlite3_open(argv[1], &db) != SQLITE_OK) {
        fprintf(stderr, "usage: ./store FILE\n");
        return 2;
    }
    sqlite3_exec(db, tables, NULL, NULL, NULL);
    sqlite3_exec(db, "SELECT name FROM film", show, NULL, NULL);
    store_films(db);
    sqlite3_close(db);
    return 0;
}
