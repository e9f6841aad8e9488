/* One run of labs: the exercises, the progress, the learner's folder. */
#ifndef RING3_LABS_SESSION_H
#define RING3_LABS_SESSION_H

#include "labs/catalogue.h"
#include "labs/check.h"
#include "labs/progress.h"

struct session {
    struct catalogue catalogue;
    struct progress *progress;     /* NULL: none is kept */
    struct error progress_problem; /* why; an empty message if all is well */
    struct progress_state *states; /* one per exercise of the catalogue */
    unsigned time_percent;         /* of every limit of time; 0: 100 */
};

/* Everything but the exercises themselves may be missing. */
int session_open(struct session *session, struct error *error);
void session_close(struct session *session);
/* Reads the states anew. */
void session_refresh(struct session *session);

const struct progress_state *session_state(const struct session *session,
                                           const struct exercise *exercise);
/* What comes next: what was opened or tried last and is not solved, or the first one
 * after it that is not. NULL when all are solved. */
const struct exercise *session_next(const struct session *session);
/* How many exercises of the area (NULL: all) are there, and are solved. */
void session_count(const struct session *session, const struct lab_area *area,
                   size_t *solved, size_t *total);

/* Checks the learner's files, and adds the verdict to the progress. -1 with an error
 * only when there is nothing to check (no folder). */
int session_check(struct session *session, const struct exercise *exercise,
                  bool without_sandbox, struct verdict *verdict, struct error *error);
/* The two halves of it, for checks in the background. */
void session_describe_check(const struct session *session,
                            const struct exercise *exercise, const char *folder,
                            bool without_sandbox, struct check *check);
void session_record(struct session *session, const struct exercise *exercise,
                    const char *folder, const struct verdict *verdict);
/* Remembers where the learner is: what was opened last is what comes next. */
void session_opened(struct session *session, const struct exercise *exercise);
/* Adds an event; a failure becomes the progress_problem. */
void session_add(struct session *session, const struct progress_event *event);

/* The program that the area's row starts, and its exercise's state in words. */
const char *session_state_word(const struct progress_state *state);

#endif
