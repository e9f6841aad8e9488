/* The folder that attempts are made in. It is removed however the program ends, by a
 * process that waits for just that (kill -9 of the program included). */
#ifndef RING3_ISOLATE_SCRATCH_H
#define RING3_ISOLATE_SCRATCH_H

#include <sys/types.h>

#include "isolate/attacks/attack.h"

struct scratch {
    char folder[128]; /* "/tmp/isolate-attack.XXXXXX" */
    int lifeline;     /* its end lets the guard go to work */
    pid_t guard;
};

int scratch_open(struct scratch *scratch, struct error *error);
/* Removes the folder. */
void scratch_close(struct scratch *scratch);

/* The folders of one attempt: a root with this program in it and the usual places to
 * mount on, a folder that can be lent, one of the host; and the marker. */
struct place {
    char root[192], lent[192], host[192];
    char marker[224];  /* out here; inside it is /INSIDE_MARKER */
    char program[224]; /* out here; inside it is /INSIDE_NAME */
};

int place_make(const struct scratch *scratch, const char *token, struct place *place,
               struct error *error);
void place_remove(const struct scratch *scratch);

/* 32 hexadecimal digits of the kernel's random numbers. */
void token_make(char token[33]);

#endif
