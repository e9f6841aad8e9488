/* The player: one stepped screen for every lab.
 *
 *     core ── steps ──▶ timeline ──▶ view draws on a canvas ──▶ back end
 *
 * A program fills a `struct show` and calls player_run(): that gives the screen
 * with the keys that are the same everywhere, and --plain, --json and --cast.
 */
#ifndef RING3_KIT_PLAYER_H
#define RING3_KIT_PLAYER_H

#include <stdint.h>
#include <stdio.h>

#include "labs/kit/canvas.h"
#include "labs/kit/json.h"
#include "labs/kit/keys.h"

/* One piece of evidence: the call and its result, a file of the kernel before
 * and after, the line of source. It comes from what was executed. */
struct evidence {
    const char *label; /* "call", "shell", "before", "after", "kernel", "source" */
    const char *text;  /* may have several lines */
};

/* Asked in predict mode before the step is shown. */
struct question {
    const char *text;    /* "Hit or fault? And which page leaves?" */
    const char *answer;  /* compared without case and outer blanks */
    const char *explain; /* the rule, shown after a wrong answer */
};

/* What a step says. Strings belong to the model and live as long as it does, or
 * until the next call of `step` for the same model. */
struct step {
    const char *title; /* one line, no full stop */
    const char *why;   /* one or two sentences */
    bool notable;      /* `c` stops here */
    const struct evidence *evidence;
    size_t evidence_count;
    const struct question *question; /* NULL: nothing to ask */
};

/* A timeline with its view. Steps count from 0 here, from 1 for people. */
struct show {
    const char *title;   /* "belady · FIFO · 3 frames" */
    const char *command; /* reopens this show: "vmsim play belady --frames 3" */
    void *model;
    size_t (*count)(void *model);
    /* Random access: any step at any time. */
    void (*step)(void *model, size_t index, struct step *step);
    /* Makes step `index` exist, for shows that act on the system as they go on.
     * Called with 0, 1, 2 … once each, before `step`; again only after it failed. NULL:
     * all exist. */
    int (*reach)(void *model, size_t index, struct error *error);
    /* The state after step `index`, drawn into the area; why and evidence are
     * drawn by the player, below. */
    void (*draw)(void *model, size_t index, struct area area);
    /* The same content as lines, for --plain and screen readers; and as fields. */
    void (*describe)(void *model, size_t index, FILE *out);
    void (*json)(void *model, size_t index, struct json *json);
    int state_rows; /* rows that the state wants; why and evidence get the rest. 0: 11 */

    /* ---- all of these may be NULL ---- */

    /* In place of state_rows, where steps differ. */
    int (*rows)(void *model, size_t index);
    /* A text: `draw` takes as many rows as it needs, and the presenter shows the page
     * after page that do not fit. */
    bool flows;
    /* For shows that act: undoes the steps after `index`, which then is the last that
     * exists; `reach` is called for the next one again. Without it, going back shows
     * what `step` and `draw` remember. */
    int (*back)(void *model, size_t index, struct error *error);
    /* Milliseconds after which the state of this step is drawn again, because it is
     * read from a running system; -1: never. */
    int (*live)(void *model, size_t index);
    /* Keys of the show's own. They come before the player's; `self` of their functions
     * is for player_model() and player_index(). */
    const struct key_row *keys;
    /* While `prompt` answers a line, it stands in the place of the footer and `typed`
     * gets every key; `self` as for `keys`. */
    const char *(*prompt)(void *model);
    enum reaction (*typed)(void *self, uint32_t key);
};

/* For the functions of `keys`. */
void *player_model(const void *self);
size_t player_index(const void *self);
/* Shows another step, the last one if there are not so many: for what such a key has
 * made of the timeline. Returns what the function of the key is to return. */
enum reaction player_move(void *self, size_t index);

struct player_start {
    uint64_t at; /* --at N, from 1; 0: not given. Without a screen only this step
                    is shown. */
};

/* Shows it as the common options and the terminal ask: screen, plain, JSON or
 * asciicast. Returns an exit status; errors are in `error` when it is negative. */
int player_run(const struct show *show, const struct player_start *start,
               struct error *error);

/* The steps from `first` up to and without `end`; {0, 0} are all of them. */
struct player_range {
    size_t first, end;
};

/* The parts, for tests: lines, one object per step, an asciicast of 80x24. */
int player_plain(const struct show *show, struct player_range range, FILE *out,
                 struct error *error);
int player_json(const struct show *show, struct player_range range, FILE *out,
                struct error *error);
int player_cast(const struct show *show, struct player_range range, const char *path,
                struct error *error);

#endif
