/* The three processes of the builder, and what goes between them. For builder.c,
 * warden.c and inside.c only.
 *
 *   who shows ── orders ──▶ warden ── orders ──▶ the container's process
 *   (builder.c)             (warden.c)           (inside.c; becomes the container)
 *        └──────────── struct building, in shared memory ───────────┘
 *
 * The warden carries out the rows that are for outside, and outlives who shows: when
 * its orders end, by whatever cause, it ends the container and removes what the steps
 * made on the host.
 */
#ifndef RING3_ISOLATE_BUILDING_H
#define RING3_ISOLATE_BUILDING_H

#include "isolate/play/step.h"

struct building {
    struct setting setting;
    struct record records[STEPS_MAX]; /* by the index in step_types */
    struct executed undone[STEP_ROWS_MAX];
    size_t undone_count;
    struct observation now; /* what LOOK sees */
};

/* An order is one message; the answer is one int, below 0 for "failed". */
enum order_kind {
    ORDER_STEP,  /* to the warden: make this step; look around before and after */
    ORDER_UNDO,  /* to the warden: carry out its undo rows */
    ORDER_ROW,   /* to the container: carry out this row of the record */
    ORDER_UNROW, /* to the container: carry out this row of `undone` */
    ORDER_LOOK,  /* see struct building, now */
    ORDER_SHELL, /* three descriptors come along: become 0, 1 and 2 of a shell */
};

struct order {
    enum order_kind kind;
    unsigned step, row;
    bool terminal; /* ORDER_SHELL: the descriptors are one */
};

/* One message with up to three descriptors (-1 ends them; NULL: none). 0 or -1. */
int order_send(int channel, const struct order *order, const int *descriptors);
/* False at the end of the channel. Descriptors that did not come are -1. */
bool order_receive(int channel, struct order *order, int descriptors[3]);
int answer_send(int channel, int answer);
/* `pid` (may be NULL) is the sender's number, when the channel tells it. */
bool answer_receive(int channel, int *answer, pid_t *pid);

/* Both end with their channel, and do not return. */
_Noreturn void warden_run(struct building *building, int channel);
_Noreturn void inside_run(struct building *building, int channel);

#endif
