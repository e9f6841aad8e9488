/* Inline assembly: what it does is not seen, so a program that has some can never be
 * called safe. */
#ifndef RING3_THREADS_EXPLORE_ASSEMBLY_H
#define RING3_THREADS_EXPLORE_ASSEMBLY_H

#include <stdbool.h>

struct assembly {
    char file[256]; /* as the compiler names it; "" when it does not say */
    int line;       /* 0 when it does not say: outside of every function */
};

/* Looks through `text`, which gcc or clang wrote with -g -S, for an instruction that the
 * source wrote itself. The headers of the system may have some. */
bool assembly_find(const char *text, struct assembly *found);

/* The first line of a source that has the word asm in it; 0 when none has. */
int assembly_line(const char *source);

#endif
