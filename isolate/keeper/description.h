/* container.json: what was asked for, and how to start it again. Written once. */
#ifndef RING3_ISOLATE_DESCRIPTION_H
#define RING3_ISOLATE_DESCRIPTION_H

#include "isolate/keeper/keeper.h"

int description_write(const struct state *state, const struct keeper_wish *wish,
                      struct error *error);

/* What the commands need of it. */
struct description {
    char *cwd;        /* in which `arguments` are to be understood */
    char **arguments; /* of `isolate run`, NULL-terminated */
    char *folder;     /* DIR */
    char **command;   /* NULL-terminated */
    bool terminal, interactive, remove;
    unsigned long stop_seconds;
    char *stop_signal; /* NULL: TERM */
    char *text;        /* the whole file */
};

/* Damage is an error that names the file and `isolate gc`. */
int description_read(const struct state *state, struct description *description,
                     struct error *error);
void description_free(struct description *description);

#endif
