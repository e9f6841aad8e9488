/* Which functions of libc a compiled unit may call, and under what name.
 *
 * A call that touches memory, or that cannot be controlled, goes to a function of the
 * runtime instead (program_NAME). A function that nobody knows is refused when it is
 * called.
 */
#ifndef RING3_THREADS_EXPLORE_RENAME_H
#define RING3_THREADS_EXPLORE_RENAME_H

#include "threads/explore/program.h"

#define RENAME_FILE "names"

/* Reads the units unit0.o… in the program's folder, refuses those that define what the
 * runtime defines, and writes RENAME_FILE for objcopy --redefine-syms. */
int rename_prepare(const struct explore_program *program, size_t units,
                   struct error *error);

#endif
