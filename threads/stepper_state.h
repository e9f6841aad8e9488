/* What the stepper remembers: shared by its words and its keys. Not for use outside
 * of stepper*.c. */
#ifndef RING3_THREADS_STEPPER_STATE_H
#define RING3_THREADS_STEPPER_STATE_H

#include "threads/scene.h"
#include "threads/source.h"
#include "threads/stepper.h"
#include "threads/walk.h"

enum { STEPPER_EVIDENCE = 4 };

struct stepper {
    struct stepper_request request;
    struct show show;
    struct walk *walk;
    struct explore_verdict whole; /* the default run, for the progress graph */
    struct source *sources;       /* one for each of the files */
    bool own;                     /* the learner has chosen */
    bool graph;                   /* the progress graph in the place of the state */
    char title[200];
    char *command;

    char hint[400]; /* for position `hint_at`; "" when there is none */
    size_t hint_at;
    bool hint_said; /* that there is a way; the next time it says which */

    /* The words of the step that was asked for last. */
    char words[200], why[1024], line[256], tried[120];
    char *so_far;
    struct evidence evidence[STEPPER_EVIDENCE];
    char asked[300], answer[300], explain[400];
    struct question question;
};

/* The state at a position; ends the program with the reason if it cannot be had. */
const struct explore_state *stepper_state(struct stepper *stepper, size_t index);
/* After the path changed. */
void stepper_retitle(struct stepper *stepper);
/* The step that led to this position; NULL at the beginning and for the verdict. */
const struct explore_step *stepper_before(const struct stepper *stepper, size_t index);
/* What is asked before this position is shown; NULL: nothing. `name`: its thread. */
const struct question *stepper_question(struct stepper *stepper, size_t index,
                                        const char *name);
/* Which of the sources this is; -1: none of them. */
int stepper_file(const struct stepper *stepper, const char *file);
struct scene stepper_scene(struct stepper *stepper, size_t index);
void stepper_draw(void *model, size_t index, struct area area);
bool stepper_has_graph(const struct stepper *stepper);

#endif
