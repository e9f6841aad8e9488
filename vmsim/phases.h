/* Phases: stretches of a trace that keep to the same pages, or do not. */
#ifndef RING3_VMSIM_PHASES_H
#define RING3_VMSIM_PHASES_H

#include "vmsim/trace.h"

/* What most pages of a window are. */
enum phase_kind {
    PHASE_STEADY, /* the same as in the window before */
    PHASE_FRESH,  /* pages that were never used before */
    PHASE_MOVING, /* others, but known ones */
};

struct phase {
    enum phase_kind kind;
    size_t begin, end; /* references, `end` not included */
    double pages;      /* different ones in a window, the mean */
    uint32_t windows;
};

enum { PHASES_MAX = 100, PHASE_WINDOWS = 100 };

/* Looks at PHASE_WINDOWS windows (fewer, if the trace is short) and joins neighbours of
 * one kind. Returns how many phases there are. */
size_t phases_find(const struct trace *trace, struct phase phases[PHASES_MAX]);

const char *phase_words(enum phase_kind kind);

#endif
