/* A lesson: a small program, as a table of lines, that is run for real, line by
 * line, while a second connection looks on.
 *
 *     plan (lines) ── lesson_advance() runs one ──▶ record ──▶ view
 *
 * The C source that a learner sees is written from the same row that is executed,
 * and all that is shown of a step was seen after it: nothing is prepared text but
 * the title and the reason. A line says what must come out (`fails`, `sees`); if
 * something else does, the lesson stops with an error in place of telling it.
 */
#ifndef RING3_SQLITE_DEMO_LESSON_H
#define RING3_SQLITE_DEMO_LESSON_H

#include "labs/kit/error.h"
#include "sqlite-demo/cursor.h"
#include "sqlite-demo/witness.h"

enum action {
    DO_CONNECT,
    DO_CURSOR,
    DO_EXECUTE,
    DO_FETCHONE,
    DO_FETCHALL,
    DO_COMMIT,
    DO_ROLLBACK,
    DO_CLOSE,
};

/* What predict mode asks before the line runs. The answer is read off what was
 * seen afterwards. */
enum asking { ASK_NOTHING, ASK_SEEN, ASK_TRANSACTION, ASK_RESULT };

enum { LINE_VALUES = 3, PARTIES = 2 };

struct line {
    enum action action;
    int who;                             /* which connection: 0 or 1 */
    const char *sql;                     /* DO_EXECUTE */
    struct db_value values[LINE_VALUES]; /* for its question marks */
    size_t value_count;
    double timeout;    /* DO_CONNECT: seconds; 0: the default */
    const char *title; /* one line, no full stop */
    const char *why;
    const char *fails; /* the name of the code it must fail with; NULL: it works */
    const char *sees;  /* what the second connection must see, as sight_summary()
                          says it: "0 rows"; NULL: whatever it is */
    bool may_fail;     /* either is fine: the learner's own SQL */
    enum asking ask;
    const char *rule; /* what a wrong answer overlooked */
};

struct scenario {
    const char *name;    /* for the command line */
    const char *summary; /* what it shows, for lists */
    const char *lesson;  /* two or three sentences, for the menu */
    const char *watch;   /* the SELECT of the second connection */
    int parties;         /* connections of the program: 1 or 2 */
    const struct line *lines;
    size_t line_count;
};

/* The table of scenarios; the first is the one that a bare `play` shows. */
extern const struct scenario scenarios[];
extern const size_t scenario_count;
const struct scenario *scenario_find(const char *name); /* NULL: none */

/* One call of SQLite, as it was reported. */
struct noted_call {
    char *text, *result;
};

/* A connection of the program, after a step. */
struct party {
    bool opened; /* it was open once */
    bool open, has_cursor, has_lastrowid;
    bool in_transaction;
    size_t since; /* the step, from 1, that opened the transaction */
    int64_t rowcount, lastrowid;
    size_t fetched; /* rows that this step fetched, and the first of them as text */
    char rows[SIGHT_ROWS][ROW_TEXT];
};

/* What a step did and what could be seen after it. */
struct record {
    int result;        /* what the function returned */
    struct db_err err; /* if that is -1 */
    double milliseconds;
    struct noted_call *calls;
    size_t call_count;
    struct party parties[PARTIES];
    struct sight sight;
    struct disk disk;
    char answer[96];
};

struct lesson {
    const char *path; /* the database */
    const struct line *lines;
    size_t line_count;
    int parties;
    struct db_conn *conns[PARTIES];
    struct db_cur *curs[PARTIES];
    struct witness witness;
    struct record *records; /* records[0..done) */
    size_t done;
    bool failed; /* `failure` holds why; nothing runs any more */
    struct error failure;
    struct record *noting; /* gets the calls of SQLite; NULL: nobody does */
};

/* `path` and `watch` are kept, not copied. */
void lesson_init(struct lesson *lesson, const char *path, const char *watch, int parties);
void lesson_free(struct lesson *lesson);

/* Runs line `done` and records it. Returns -1 when the line came out otherwise
 * than it must; after that it only repeats the error. */
int lesson_advance(struct lesson *lesson, struct error *error);

/* source.c: the line as C, without a newline; free it. */
char *line_source(const struct lesson *lesson, const struct line *line);
const char *party_name(const struct lesson *lesson, int who); /* "conn"; "a", "b" */
const char *witness_name(const struct lesson *lesson);        /* "second connection" */
/* "0", "-1 OperationalError: database is locked"; free it. */
char *record_result(const struct record *record);

#endif
