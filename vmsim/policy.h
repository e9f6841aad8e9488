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
 * Most policies give up a page only when a frame is needed. The working set
 * gives pages up as time passes: such a policy has release(), which is asked
 * before each reference, until it has no more to give.
 *
 * The state of a policy is one block of memory of bytes() bytes, zeroed before
 * init(). It holds no pointers, only numbers: copying the block copies the
 * policy, which is how the stepped view goes back in time. A policy never
 * allocates, never prints, and needs nothing but libc.
 *
 * A policy that remembers pages that left has an array by page, and that array
 * stands at the end of the block. When a trace is simulated while it is read,
 * its number of pages is not known yet: the block then grows at its end, by
 * zeroes, to what bytes() says for more pages.
 *
 * Whatever a policy divides its frames into, each part is at least one page, so
 * that it works with 1 frame as it does with a million.
 *
 * A policy of your own is a C file that includes this header and ends with
 * `const struct policy_type policy = {…};`: vmsim run --policy ./mine.c. It needs
 * bytes, init, hit, victim and load.
 *
 * Each policy is one file in policies/, in the same order: what it is, state,
 * init, release, hit, victim, load, what can be seen of it, its table.
 * policies/list.h and directory.h are what they share.
 */
#ifndef RING3_VMSIM_POLICY_H
#define RING3_VMSIM_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { POLICY_PARAMETERS_MAX = 8 };

#define NEVER    UINT32_MAX /* a time that does not come */
#define NO_FRAME UINT32_MAX
#define NO_PAGE  UINT32_MAX

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
    const char *words; /* "none all": values least, least + 1 … have names; or NULL */
};

struct policy_setup {
    uint32_t frames; /* 1 or more; numbered from 0 */
    uint32_t pages;  /* distinct pages so far: dense ids are below it */
    uint64_t values[POLICY_PARAMETERS_MAX]; /* in the order of `parameters` */
};

/* What the stepped view knows about a page in memory, for why(). */
struct page_facts {
    uint64_t number;             /* as the trace has it */
    uint32_t loaded, used, next; /* times; `next` may be NEVER */
};

/* What can be seen of a policy's state at one frame. */
struct frame_mark {
    int bits;         /* reference bit or counter; -1: this policy has none */
    bool hand;        /* a clock's hand points here */
    const char *list; /* "hot": the part of memory that the page is in; or NULL */
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
    /* For `vmsim policies NAME`: the algorithm in a dozen lines, and a short
     * reference string, with its frames, that shows what is special. */
    const char *pseudocode, *example;
    uint32_t example_frames;
    const struct policy_parameter *parameters; /* NULL: none */
    bool needs_future;                         /* wants reference.next */

    size_t (*bytes)(const struct policy_setup *setup);
    void (*init)(void *self, const struct policy_setup *setup);
    /* NULL, or: a frame whose page leaves before this reference although nobody
     * needs the frame, or NO_FRAME. `resident`: the page is in memory. Asked
     * again until it says NO_FRAME; what it names is free from then on. */
    uint32_t (*release)(void *self, const struct reference *reference, bool resident);
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

    /* What a policy knows beyond the frames, "p 1.5  B1 4 7  B2 -", oldest first.
     * `numbers` has page numbers by dense id. NULL: nothing to tell. */
    void (*tell)(const void *self, const uint64_t *numbers, char *text, size_t size);

    /* Brings what the policy has by page into the cache, some references ahead of
     * its use. NULL: it has nothing by page. */
    void (*fetch)(const void *self, uint32_t page);
    /* The loop over references with these functions compiled into it (see
     * MEMORY_LOOP in memory.h), for speed. NULL: the common loop, which does
     * exactly the same through the pointers above. */
    void (*run)(struct memory *memory, const struct references *references);
};

/* All policies, in the order in which they are shown; ended by NULL. */
extern const struct policy_type *const policy_types[];

#endif
