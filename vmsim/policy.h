/* A page replacement policy: which page leaves when a frame is needed?
 *
 * A policy decides, and nothing else. The page table, the free frames and the
 * counts belong to `struct memory` (memory.h), which tells the policy what
 * happens and asks it for a victim:
 *
 *     reference to a resident page      hit(frame)
 *     reference to any other page       victim() if no frame is free,
 *                                       then load(frame)
 *
 * The state of a policy is one block of memory of bytes() bytes, zeroed before
 * init(). It holds no pointers, only numbers: copying the block copies the
 * policy, which is how the stepped view goes back in time. A policy never
 * allocates, never prints, and needs nothing but libc.
 *
 * Each policy is one file in policies/, in the same order: what it is, state,
 * init, hit, victim, load, what can be seen of it, its table.
 */
#ifndef RING3_VMSIM_POLICY_H
#define RING3_VMSIM_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { POLICY_PARAMETERS_MAX = 4 };

#define NEVER UINT32_MAX /* a time that does not come */

/* One reference of the trace. Times are positions in the trace, from 0. */
struct reference {
    uint32_t page; /* dense: pages are numbered 0, 1, 2 … as they first appear */
    uint32_t time;
    uint32_t next; /* when this page is used again, or NEVER; only for policies
                    * with `needs_future`, undefined for the others */
    bool write;
};

/* "clock:bits=2": a number that the user may set. */
struct policy_parameter {
    const char *name; /* NULL ends the table */
    const char *help; /* one sentence, no full stop */
    uint64_t least, most, standard;
};

struct policy_setup {
    uint32_t frames; /* 1 or more; numbered from 0 */
    uint32_t pages;  /* distinct pages of the trace: dense ids are below it */
    uint64_t values[POLICY_PARAMETERS_MAX]; /* in the order of `parameters` */
};

/* What the stepped view knows about a page in memory, for why(). */
struct page_facts {
    uint64_t number;             /* as the trace has it */
    uint32_t loaded, used, next; /* times; `next` may be NEVER */
};

/* What can be seen of a policy's state at one frame. */
struct frame_mark {
    int bits;  /* reference bit or counter; -1: this policy has none */
    bool hand; /* a clock's hand points here */
};

struct memory;
struct references;

struct policy_type {
    const char *name;    /* "clock": what users type */
    const char *title;   /* "CLOCK" */
    const char *summary; /* one sentence, no full stop */
    const char *rule;    /* one sentence that tells how to find the victim */
    const char *source;  /* the paper, and its year */
    const char *cost;    /* memory per frame, work per reference */
    const struct policy_parameter *parameters; /* NULL: none */
    bool needs_future;                         /* wants reference.next */

    size_t (*bytes)(const struct policy_setup *setup);
    void (*init)(void *self, const struct policy_setup *setup);
    /* The page in `frame` was referenced again. */
    void (*hit)(void *self, uint32_t frame, const struct reference *reference);
    /* Which frame shall be emptied for this reference? All frames are in use. */
    uint32_t (*victim)(void *self, const struct reference *reference);
    /* The reference's page is now in `frame`, which was free or the victim. */
    void (*load)(void *self, uint32_t frame, const struct reference *reference);

    /* For the stepped view. mark() may be NULL: nothing to see. why() is asked
     * after a reference that emptied the frame `victim`; `left` is the page that
     * was there. It writes one or two sentences, as snprintf does. */
    void (*mark)(const void *self, uint32_t frame, struct frame_mark *mark);
    void (*why)(const void *self, uint32_t victim, const struct page_facts *left,
                char *text, size_t size);

    /* The loop over references with these functions compiled into it (see
     * MEMORY_LOOP in memory.h), for speed. NULL: the common loop, which does
     * exactly the same through the pointers above. */
    void (*run)(struct memory *memory, const struct references *references);
};

/* All policies, in the order in which they are shown; ended by NULL. */
extern const struct policy_type *const policy_types[];

#endif
