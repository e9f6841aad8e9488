/* The program that SQLite made of a statement, as EXPLAIN shows it.
 *
 * EXPLAIN prepares the statement and does not run it. P4 comes as text: what it
 * means depends on the opcode, and is worked out here once.
 */
#ifndef RING3_SQLITE_MACHINE_PROGRAM_H
#define RING3_SQLITE_MACHINE_PROGRAM_H

#include <sqlite3.h>

#include "labs/kit/error.h"
#include "sqlite-demo/machine/compare.h"

struct machine;
struct op;

/* What executing an opcode leads to. */
enum outcome {
    GO_ON,    /* with the instruction at machine->pc */
    ROW,      /* a result row is complete */
    FINISHED, /* the program has ended */
    STOPPED,  /* it cannot go on: machine->stop says why */
};

/* A family is a file of this folder. */
struct op_type {
    const char *name;
    enum outcome (*run)(struct machine *machine, const struct op *op); /* NULL: we
                                                                        * cannot */
    const char *sentence; /* %1 … %5 stand for the operands */
};

struct op {
    enum outcome (*run)(struct machine *machine, const struct op *op);
    int p1, p2, p3;
    uint32_t p5;
    char *p4; /* as EXPLAIN has it; NULL */
    const struct op_type *type;
    char *name; /* as EXPLAIN has it: the type may be unknown */
    int p4_integer;
    struct key_order *order;  /* of "k(2,B,-NOCASE)" */
    enum collation collation; /* of "NOCASE-8" */
    bool has_collation;
    struct reg *fallback; /* of Column: the default of the column; NULL */
    int arguments;        /* of a function; -1: the program does not tell */
};

struct program_code {
    struct op *ops;
    size_t count;
    int registers; /* numbers used: 0 … registers-1 */
    int cursors;
    int columns; /* of the result */
    char **column_names;
    bool writes;
};

/* -1: the SQL is wrong, is more than one statement, or is none. */
int program_load(sqlite3 *db, const char *sql, struct program_code *code,
                 struct error *error);
void program_unload(struct program_code *code);

/* The sentence of an instruction, with its operands. */
void op_sentence(const struct op *op, char *text, size_t size);
/* "Column 0 1 r2"; the operands as the listing shows them. */
void op_text(const struct op *op, char *text, size_t size);

#endif
