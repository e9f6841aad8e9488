/* LRU stack distances: how many different pages were used since the last use of this
 * one, itself included. A memory of C frames under LRU has the page if and only if
 * the distance is at most C, so one pass gives the fault counts of all sizes.
 *
 * R. L. Mattson, J. Gecsei, D. R. Slutz, I. L. Traiger, "Evaluation techniques for
 * storage hierarchies", IBM Systems Journal 9(2), 1970.
 */
#ifndef RING3_VMSIM_CURVE_STACK_DISTANCE_H
#define RING3_VMSIM_CURVE_STACK_DISTANCE_H

#include <stddef.h>
#include <stdint.h>

struct stack_distance;

struct stack_distance *stack_distance_new(void);
void stack_distance_free(struct stack_distance *self);

/* The distances of pages[0..count), which are dense ids; 0: its first use. */
void stack_distance_run(struct stack_distance *self, const uint32_t *pages, size_t count,
                        uint32_t *distances);

/* Different pages so far. */
uint32_t stack_distance_pages(const struct stack_distance *self);

#endif
