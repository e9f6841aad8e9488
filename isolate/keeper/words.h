/* What exec is asked for, as the body of a packet: strings, each with its NUL. */
#ifndef RING3_ISOLATE_WORDS_H
#define RING3_ISOLATE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "labs/kit/error.h"

enum { WORDS_MAX = 4096 };

struct exec_wish {
    const char *workdir, *user; /* "": the container's */
    char **argv, **environment; /* NULL-terminated; the environment in addition */
};

/* Into `body`; its length, or -1 when it does not fit. */
long words_pack(const struct exec_wish *wish, char *body, size_t room,
                struct error *error);

/* The strings stay in the body, which must live as long; free wish->argv. */
int words_unpack(char *body, size_t length, struct exec_wish *wish);

#endif
