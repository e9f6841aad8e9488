/* Variants: an operation that can be done in more than one way.
 *
 * A signal wakes one of several waiters; a timed wait may time out; a wait may end
 * for no reason. In what way is as much a choice as who goes on.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_VARIANT_H
#define RING3_THREADS_EXPLORE_RUNTIME_VARIANT_H

#include <stdint.h>

enum {
    VARIANT_NORMAL = 0, /* of a signal: the first waiter, and so on */
    VARIANT_TIMEOUT = 1,
    VARIANT_SPURIOUS = 2,
    VARIANTS_MAX = 64,
    VARIANT_TEXT = 8,
};

struct thread;

/* Bit i is set when the thread could do its next operation as variant i; 0 when
 * it could not do it at all. */
uint64_t variants_of(const struct thread *thread);

/* "", "w1", "t" or "s". */
void variant_text(int kind, int variant, char text[VARIANT_TEXT]);

/* Spurious wakeups that are left in this run. */
extern int spurious_left;
/* What a spurious wakeup touches, beside its condition variable. */
extern char spurious_budget;

#endif
