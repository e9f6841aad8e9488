/* A shorter filter that answers the same.
 *
 * What loading a filter costs grows with its length, because the kernel checks,
 * translates and compiles every instruction each time: 529 take 0.25 ms. libseccomp gives
 * every call a comparison of its own, though neighbours mostly have the same answer.
 *
 * So the program is evaluated for each number of a call with only its arguments unknown
 * (partial evaluation: Futamura 1971). What is left of it is a small tree of tests on
 * arguments, or a single answer. Equal rests are one, numbers in a row with the same rest
 * are one range, and the ranges are found by halving.
 */
#ifndef RING3_ISOLATE_SHORTEN_H
#define RING3_ISOLATE_SHORTEN_H

#include "isolate/seccomp/filter.h"

/* Replaces the program when there is a shorter one; leaves it alone when it holds an
 * instruction that is not understood. `architecture` is the one whose calls are sorted
 * out; those of all others find the old tests behind it. */
void filter_shorten(struct filter *filter, uint32_t architecture);

#endif
