/* A curve: fault counts by the number of frames.
 *
 * For LRU and the other stack algorithms every size is exact, from one pass. Other
 * policies are run at every size where that is bearable, and at chosen sizes else.
 */
#ifndef RING3_VMSIM_CURVE_CURVE_H
#define RING3_VMSIM_CURVE_CURVE_H

#include "vmsim/choice.h"
#include "vmsim/trace.h"

struct curve {
    char name[CHOICE_NAME_MAX];
    uint32_t *frames; /* ascending */
    double *faults;   /* whole numbers, unless the curve was sampled */
    double *bound;    /* sampled: the error at this size; NULL: exact */
    size_t count;
    bool every_size; /* `frames` are 1, 2, 3 … up to the number of pages */
    bool sampled;
    double references, pages; /* of the trace; estimates if it was sampled */
};

/* `sizes` NULL: chosen by itself, from 1 frame to all pages. The trace must have been
 * looked ahead if the policy needs it. Not for a learner's own policy. */
int curve_measure(struct curve *curve, const struct trace *trace,
                  const struct choice *choice, const struct frame_list *sizes,
                  struct error *error);
void curve_free(struct curve *curve);

/* A curve that is still to be measured: the sizes alone. Without `sizes`, every one where
 * there are at most `most` and that is bearable, and chosen ones else. */
void curve_begin(struct curve *curve, const struct trace *trace, const char *name,
                 const struct frame_list *sizes, uint32_t most);

/* Room for so many points, with the frames and faults 0. */
void curve_allocate(struct curve *curve, size_t count);

/* The point from where more frames help little: farthest below the straight line from
 * the first point to the last one, both axes scaled to 1 (V. Satopää and others,
 * "Finding a kneedle in a haystack", ICDCS workshops 2011). Its index; 0: there is no
 * such point. */
size_t curve_knee(const struct curve *curve);

/* The next point from `from` on at which more frames fault more than at the point
 * before it (L. A. Belady, R. A. Nelson, G. S. Shedler, 1969); curve->count: none. */
size_t curve_anomaly(const struct curve *curve, size_t from);

/* The working set of P. J. Denning (CACM 11(5), 1968): how many different pages there
 * are in a window of so many references, the mean of all windows. The trace must have
 * been looked ahead, and be no shorter than the window. */
double working_set(const struct trace *trace, uint64_t window);

/* The estimate from a part of the pages, in memory that does not grow with the trace:
 * C. A. Waldspurger, N. Park, A. Garthwaite, I. Ahmad, "Efficient MRC construction
 * with SHARDS", FAST 2015, with fixed rate and adjusted counts. LRU. */
int curve_sample(struct curve *curve, const char *path,
                 const struct trace_options *options, double rate, uint64_t seed,
                 struct error *error);

#endif
