/* How many arguments a function has in the text of a statement. */
#ifndef RING3_SQLITE_MACHINE_CALL_H
#define RING3_SQLITE_MACHINE_CALL_H

#include <stddef.h>

/* -1: the name is not there, or has different numbers at different places. */
int call_arguments(const char *sql, const char *name, size_t length);

#endif
