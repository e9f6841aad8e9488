/* The live screen of isolate stats. */
#ifndef RING3_ISOLATE_STATS_VIEW_H
#define RING3_ISOLATE_STATS_VIEW_H

#include "isolate/keeper/sample.h"

enum { STATS_TICK_MS = 1000 };

struct stats {
    char **words; /* the containers asked for; none: all that run */
    int word_count;
    struct sample *samples;
    size_t count, selected;
};

/* Takes new samples in the place of the old ones. */
void stats_look(struct stats *stats);

const char *stats_head(void);
void stats_line(const struct sample *sample, char *line, size_t size);

/* Until it is left. */
int stats_screen(struct stats *stats, struct error *error);

#endif
