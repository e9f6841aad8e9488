/* A collection of films, in a SQLite database with two tables:
 *
 *     film(name)      the films
 *     history(name)   one line for each film that was added
 */
#ifndef FILMS_H
#define FILMS_H

#include <stdbool.h>
#include <sqlite3.h>

/* Yours: stores every film that next_film() gives. */
void store_films(sqlite3 *db);

/* Ours. The next name to store; false when there are no more. */
bool next_film(char *name, int size);
/* Ours. Tells the user that this film is stored for good. */
void say_stored(const char *name);

#endif
