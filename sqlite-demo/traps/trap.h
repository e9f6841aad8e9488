/* A trap: a small program that does something else than it seems to, run for real and
 * measured on this machine; then the same without the trap.
 *
 * Each step runs a few lines against a database in a folder of its own and notes what
 * came out: rows seen, steps of SQLite's machine (SQLITE_STMTSTATUS_VM_STEP), time. A
 * step says what must come out; if it does not, the show stops with an error and tells
 * nothing.
 */
#ifndef RING3_SQLITE_DEMO_TRAP_H
#define RING3_SQLITE_DEMO_TRAP_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "labs/kit/error.h"

enum { TRAP_FACTS = 6, TRAP_TEXT = 96 };

/* One line of what was measured. */
struct fact {
    char label[TRAP_TEXT];
    double value;
    const char *unit; /* "rows", "steps", "ms", "µs per row"; NULL: `text` says it all */
    char text[TRAP_TEXT];
};

/* What a step works with, and what it found. */
struct trap_run {
    const char *folder; /* empty for the first step of a trap */
    char path[512];     /* a database in it */
    sqlite3 *db;        /* opened by trap_open() */
    struct fact facts[TRAP_FACTS];
    size_t fact_count;
    char answer[TRAP_TEXT]; /* to the step's question */
    struct error *error;
};

struct trap_step {
    const char *title;
    const char *code; /* the lines that are run, as C or SQL; at most eight */
    const char *why;
    int (*run)(struct trap_run *run); /* 0, or -1 with run->error */
    const char *question, *rule;      /* NULL: nothing to ask */
};

struct trap {
    const char *name, *summary;
    const struct trap_step *steps;
    size_t step_count;
};

#define TRAP_STEPS(table) (table), sizeof(table) / sizeof *(table)

extern const struct trap traps[];
extern const size_t trap_count;

/* One file per group of traps. */
extern const struct trap_step halloween_steps[], delete_ahead_steps[], forgotten_steps[],
    script_commits_steps[], injection_steps[], many_queries_steps[], offset_steps[],
    many_commits_steps[], re_preparing_steps[];
/* How many each has: checked where the tables stand. */
enum {
    HALLOWEEN_STEPS = 2,
    DELETE_AHEAD_STEPS = 2,
    FORGOTTEN_STEPS = 2,
    SCRIPT_COMMITS_STEPS = 2,
    INJECTION_STEPS = 4,
    MANY_QUERIES_STEPS = 2,
    OFFSET_STEPS = 2,
    MANY_COMMITS_STEPS = 2,
    RE_PREPARING_STEPS = 2,
};

/* ---- what the steps are made of (trap.c); each -1 with run->error ---- */

int trap_open(struct trap_run *run); /* a fresh, empty file, and run->db on it */
void trap_close(struct trap_run *run);
int trap_sql(struct trap_run *run, const char *sql); /* one or several statements */
int trap_prepare(struct trap_run *run, const char *sql, sqlite3_stmt **stmt);
/* The first column of the first row. */
int trap_number(struct trap_run *run, const char *sql, int64_t *number);
int64_t trap_vm_steps(sqlite3_stmt *stmt); /* since it was prepared */
double trap_now(void);                     /* milliseconds */

void trap_fact(struct trap_run *run, const char *label, double value, const char *unit);
void trap_say(struct trap_run *run, const char *label, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void trap_answer(struct trap_run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* -1 with an error if `seen` is not `wanted`: the text of the step would be a lie. */
int trap_expect(struct trap_run *run, const char *what, int64_t seen, int64_t wanted);

#endif
