/* What `vmsim play` shows: a timeline, and the policies to compare it with.
 */
#ifndef RING3_VMSIM_STAGE_H
#define RING3_VMSIM_STAGE_H

#include "labs/kit/player.h"
#include "vmsim/faults.h"
#include "vmsim/timeline.h"

enum { RIVALS_MAX = 4, HISTORY_FRAMES = 12, EVIDENCE_MAX = 4, STAGE_TEXT = 512 };

/* A policy over the same trace, with as many frames and with one more. */
struct rival {
    struct choice choice;
    struct faults faults, more; /* more.bits is NULL when it was not run */
    struct timeline *timeline;  /* NULL where the memory is too large to be drawn */
};

struct stage {
    const struct trace *trace;
    struct timeline *timeline;
    struct rival rivals[RIVALS_MAX]; /* the first is the one that is shown */
    size_t rival_count;
    size_t opt;             /* which of them is OPT */
    uint64_t greatest_page; /* for the width of columns */
    char title[128], *command;
    const char *sentence; /* what there is to see, told at the first step; or NULL */
    const char *broken;   /* why it ends before the trace does; or NULL */

    /* What step() hands out. */
    char step_title[128], why[STAGE_TEXT];
    char before[STAGE_TEXT], after[STAGE_TEXT], call[STAGE_TEXT], told[STAGE_TEXT];
    char question_text[STAGE_TEXT], answer[64], explanation[STAGE_TEXT];
    struct evidence evidence[EVIDENCE_MAX];
    struct question question;
};

/* `trace` must outlive the stage; `name` and `command` are copied. */
int stage_init(struct stage *stage, struct trace *trace, const struct choice *choice,
               uint32_t frames, const char *name, const char *command,
               struct error *error);
void stage_free(struct stage *stage);

/* The show of a stage, for the player. */
struct show stage_show(struct stage *stage);

/* struct show's functions that live in files of their own. */
void stage_step(void *model, size_t index, struct step *step); /* stage_step.c */
void stage_draw(void *model, size_t index, struct area area);  /* stage_draw.c */
int stage_rows(const struct stage *stage);
void stage_describe(void *model, size_t index, FILE *out); /* stage_lines.c */
void stage_json(void *model, size_t index, struct json *json);

/* Faults so far beyond OPT's. */
uint32_t stage_regret(const struct stage *stage, size_t index);

#endif
