/* One exercise on the screen: what its files share. exercise_screen.c has the keys,
 * exercise_text.c the words, exercise_work.c what is done to files.
 */
#ifndef RING3_LABS_EXERCISE_VIEW_H
#define RING3_LABS_EXERCISE_VIEW_H

#include "labs/check_job.h"
#include "labs/excerpt.h"
#include "labs/screens.h"
#include "labs/viewer.h"
#include "labs/watcher.h"

/* What the prompt asks; y does it. */
enum asking {
    ASK_NOTHING,
    ASK_INIT,
    ASK_RESET,
    ASK_WITHOUT_SANDBOX,
    ASK_SOLUTION,
};

struct exercise_view {
    struct app *app;
    const struct exercise *exercise;
    struct viewer viewer;
    char *folder;         /* of the learner's files, NULL: none yet */
    struct error trouble; /* why the files cannot be had; an empty message: no folder */
    char *home;           /* where the folder for all work would be made */

    struct verdict verdict;
    bool has_verdict;
    struct place place;   /* where the verdict points */
    bool without_sandbox; /* the learner said yes, for as long as labs runs */

    struct watcher watcher; /* of `folder`, while there is one */
    struct check_job job;
    int wake;      /* an epoll of both */
    bool saved;    /* something changed: a check is due when it is quiet */
    bool solution; /* our solution is on the screen */
    enum asking asking;
    char *prompt;
};

const struct progress_state *exercise_state(const struct exercise_view *view);

/* exercise_text.c: the whole text, anew. */
void exercise_recompose(struct exercise_view *view);

/* exercise_work.c */
void exercise_open(struct exercise_view *view, const struct exercise *exercise);
void exercise_close(struct exercise_view *view);
void exercise_begin_check(struct exercise_view *view);
/* A save, or the end of a check: K_WAKE. True if the screen changes. */
bool exercise_wake(struct exercise_view *view);
/* The time of exercise_tick() is over: K_TICK. */
bool exercise_quiet(struct exercise_view *view);
int exercise_tick(const struct exercise_view *view);
void exercise_make_folder(struct exercise_view *view);
void exercise_reset(struct exercise_view *view);
void exercise_show_solution(struct exercise_view *view);
void exercise_ask(struct exercise_view *view, enum asking asking, char *prompt);
void exercise_error(const struct exercise_view *view, const struct error *error);

#endif
