/* Addresses of a program as a learner knows them: file and line, function, variable. */
#ifndef RING3_THREADS_EXPLORE_NAMES_H
#define RING3_THREADS_EXPLORE_NAMES_H

#include <stdint.h>

#include "labs/kit/error.h"

struct explore_program;
struct names;

struct place {
    const char *file; /* as it was given; "?" when not known */
    const char *function;
    int line;
};

/* Reads the symbols of the compiled program. */
struct names *names_read(const struct explore_program *program, struct error *error);
void names_free(struct names *names);

/* Looks up many places at once; later calls of names_place() find them. */
void names_prepare(struct names *names, const uintptr_t *addresses, size_t count);
struct place names_place(struct names *names, uintptr_t return_address);

/* "counter", "forks[2]", "queue+8", "a local of main", "heap block …"; the
 * caller frees it. `size` is that of the access or object, 0 if not known. */
char *names_object(struct names *names, uintptr_t address, unsigned size);

/* The message with each 0x… replaced by what it means; the caller frees it. */
char *names_message(struct names *names, const char *message);

#endif
