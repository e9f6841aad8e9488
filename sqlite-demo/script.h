/* `sqlite-demo script`: the cursor library driven by lines of JSON.
 *
 * Each line of input is an array, the operation and its arguments; each line of output
 * is {"ok": VALUE} or {"error": {…}}. docs/sqlite-demo/script.md has the operations.
 *
 *     line ──▶ script_read.c ──▶ script_run.c ──▶ script_connect.c, script_cursor.c,
 *              JSON to values    the table        script_attribute.c, script_blob.c
 *                                                      │ struct outcome
 *     line ◀── script_write.c ◀────────────────────────┘
 */
#ifndef RING3_SQLITE_DEMO_SCRIPT_H
#define RING3_SQLITE_DEMO_SCRIPT_H

#include <stdio.h>

#include "sqlite-demo/cursor.h"

int script_command(int argc, char **argv);

/* Runs every line of `in`. Returns how many there were. */
size_t script_run(FILE *in, FILE *out);

#endif
