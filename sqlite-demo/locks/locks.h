/* `sqlite-demo locks`: connections side by side, and who waits for whom.
 *
 * A session is a list of calls, each of one of up to three connections to one file. They
 * run one after the other, in this process, with a timeout of zero: who would have to
 * wait is told so at once, and the next call shows what comes of it.
 */
#ifndef RING3_SQLITE_DEMO_LOCKS_H
#define RING3_SQLITE_DEMO_LOCKS_H

#include <stdio.h>

#include "labs/kit/canvas.h"
#include "labs/kit/keys.h"
#include "labs/kit/options.h"
#include "labs/kit/wait_graph.h"
#include "sqlite-demo/cursor.h"
#include "sqlite-demo/locks/locks_vfs.h"

extern const struct option_row locks_options[];
int locks_command(int argc, char **argv);

/* One call. SQL is executed to its first row, as the cursor does it: a SELECT of several
 * rows stays open, with its lock. ".fetch" fetches the rest. */
struct lock_call {
    int who; /* 0 to LOCK_PARTIES - 1: a, b, c */
    const char *sql;
    const char *why;   /* NULL for calls of the learner */
    const char *fails; /* the code's name that it must fail with; NULL: it works */
    const char *asks;  /* a question; its answer is "yes, it works", or the code */
};

struct lock_scenario {
    const char *name, *summary;
    const struct lock_call *calls;
    size_t count;
    bool by_hand; /* begins with the keys for that */
};

extern const struct lock_scenario lock_scenarios[];
extern const size_t lock_scenario_count;

/* What was seen after a call. */
struct lock_record {
    int result; /* 0, or -1 with the error */
    struct db_err err;
    struct lock_state states[LOCK_PARTIES];
    bool waits[LOCK_PARTIES]; /* its last call was refused a lock */
    int wanted[LOCK_PARTIES]; /* which level; 0: a slot of the WAL */
    char row[64];             /* the first row that came, as text */
    bool wal;
    char answer[48];
};

enum { LOCK_CALLS = 500, LOCK_COMMAND = 4000, LOCK_TYPED = 400 };

/* What is sent next by hand. */
struct lock_hand {
    bool on; /* it is shown */
    int who;
    unsigned call[LOCK_PARTIES]; /* of each connection, in the list of locks_hand.c */
    bool typing;                 /* SQL that is in no list */
    char text[LOCK_TYPED];
    char prompt[LOCK_TYPED + 80];
    char *typed[LOCK_CALLS]; /* by index: what was sent so; freed with the session */
};

struct lock_session {
    const char *path;
    char *command;           /* LOCK_COMMAND bytes: makes the session again; or NULL */
    struct lock_call *calls; /* room for LOCK_CALLS */
    size_t count;
    size_t reached; /* so many were made */
    bool own;       /* the learner's: nothing is expected */
    struct lock_hand hand;
    struct db_conn *conns[LOCK_PARTIES];
    struct db_cur *readers[LOCK_PARTIES]; /* SELECT, .fetch */
    struct db_cur *curs[LOCK_PARTIES];    /* all else: a SELECT stays open meanwhile */
    struct lock_record *records;          /* LOCK_CALLS of them */
};

int lock_session_open(struct lock_session *session, struct error *error);
void lock_session_close(struct lock_session *session);
/* Runs call `index` and records it. -1 if it came out otherwise than it must. */
int lock_session_run(struct lock_session *session, size_t index, struct error *error);

/* Who waits for whom after call `index`. Names are static. */
void lock_graph(const struct lock_session *session, size_t index,
                struct wait_graph *graph);

extern const char *const lock_levels[];  /* "NONE" … "EXCLUSIVE" */
extern const char *const lock_slots[];   /* "WRITE" … "READ4" */
extern const char *const lock_parties[]; /* "a", "b", "c" */

/* locks_view.c: of struct show; the model is a struct lock_session. */
struct step;
struct json;
size_t locks_count(void *model);
int locks_reach(void *model, size_t index, struct error *error);
void locks_step(void *model, size_t index, struct step *step);
void locks_draw(void *model, size_t index, struct area area);
void locks_describe(void *model, size_t index, FILE *out);
void locks_json(void *model, size_t index, struct json *json);

/* locks_hand.c */
extern const struct key_row lock_hand_keys[];
/* What is being typed, as a line; NULL: nothing is. And a key of it. */
const char *lock_hand_prompt(void *model);
enum reaction lock_hand_typed(void *self, uint32_t key);
/* The row that says what would be sent. */
void lock_hand_draw(const struct lock_session *session, struct area area);

#endif
