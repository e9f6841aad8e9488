/* What vmsim and the driver of a learner's policy tell each other, through files in
 * the folder that the sandbox lends:
 *
 *     references.N   struct own_request, then own_reference[count]
 *     decisions.N    struct own_decision, in the order of time
 *     progress.N     struct own_progress, for when the policy does not get done
 *
 * The driver runs together with the policy, so nothing that it writes is believed:
 * vmsim replays the decisions over a memory of its own, and a decision that breaks a
 * rule is found there.
 */
#ifndef RING3_VMSIM_OWN_PROTOCOL_H
#define RING3_VMSIM_OWN_PROTOCOL_H

#include <stdint.h>

enum { OWN_PARAMETERS = 80 };

struct own_request {
    uint32_t frames, pages;
    uint64_t count;
    uint64_t rehearsal; /* references for a rehearsal, in a block of its own */
    char parameters[OWN_PARAMETERS]; /* "depth=2,in=0" */
};

struct own_reference {
    uint32_t page, next;
    uint32_t write;
};

/* At reference `time` the page of `frame` leaves. */
struct own_decision {
    uint32_t time;
    uint32_t frame;
    uint32_t released; /* 1: before the reference, by release(); 0: by victim() */
};

enum own_phase {
    OWN_STARTED,
    OWN_BYTES,
    OWN_INIT,
    OWN_RELEASE,
    OWN_HIT,
    OWN_VICTIM,
    OWN_LOAD,
    OWN_DONE,
    OWN_PHASES
};

/* What the driver saw before it ended. */
enum own_problem {
    OWN_NONE,
    OWN_CRASH,      /* it used memory that is not its own */
    OWN_BEHIND,     /* it wrote or read behind its block */
    OWN_BEFORE,     /* before its block */
    OWN_MOVED,      /* at the place where its block was before */
    OWN_INCOMPLETE, /* a function or a text of the table is missing */
    OWN_NO_BLOCK,   /* bytes() is 0, or more than there is */
    OWN_UNKNOWN,    /* the table has no parameter `item` */
    OWN_BOUNDS      /* the value of `item` is none that the table allows */
};

struct own_progress {
    uint64_t time; /* the reference that was simulated, from 0 */
    uint32_t phase, problem;
    uint64_t bytes;
    uint32_t needs_future;
    uint32_t item; /* of the request's parameters, from 0 */
    uint64_t least, most;
};

#endif
