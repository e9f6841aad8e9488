/* Phases: stretches of a trace that use their pages in one way.
 *
 * The trace is cut into windows, and each is tested against the one before. Two windows
 * differ if one of three tests says so, with an error rate of less than one in a million
 * where references are drawn independently, and if the difference is not small either:
 *
 * - pages: is each page used as often in both? Of a page's uses in the two windows each
 *   is as likely to be in one as in the other, so the square of the difference has a mean
 *   that is known; the sum over all pages is compared with it.
 * - number: are about as many different pages in both?
 * - new pages: does as much of both go to pages that were used in neither before?
 *
 * So a trace without phases, such as Zipf's, has one, although its windows have few pages
 * in common, and although there are ever fewer new ones.
 */
#ifndef RING3_VMSIM_PHASES_H
#define RING3_VMSIM_PHASES_H

#include "vmsim/trace.h"

enum phase_kind {
    PHASE_STEADY, /* its pages come back, twice on average or more */
    PHASE_FRESH,  /* they do not, and most were never used before */
    PHASE_MOVING, /* nor that; or each window differs from the last */
};

struct phase {
    enum phase_kind kind;
    size_t begin, end; /* references, `end` not included */
    uint32_t pages;    /* different ones */
};

enum { PHASES_MAX = 200 };

/* Returns how many there are: at most one for each of PHASES_MAX windows. */
size_t phases_find(const struct trace *trace, struct phase phases[PHASES_MAX]);

const char *phase_words(enum phase_kind kind);

#endif
