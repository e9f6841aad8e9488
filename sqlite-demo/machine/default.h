/* The default of a column that was added after rows were written: a row from before has
 * no value for it. EXPLAIN shows the default as text, without its type. */
#ifndef RING3_SQLITE_MACHINE_DEFAULT_H
#define RING3_SQLITE_MACHINE_DEFAULT_H

#include "sqlite-demo/machine/program.h"

/* Gives each Column with a default its value, as the schema declares it. */
void defaults_find(sqlite3 *db, struct program_code *code);

#endif
