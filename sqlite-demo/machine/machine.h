/* A small machine that runs SQLite's programs, one opcode at a time.
 *
 * It knows nothing of SQLite's own state: it has the program (program.h), our own
 * reader of the file (sqlite-demo/file), registers and cursors. The file is never
 * written: what an opcode would change is said, and remembered so that the rest of
 * the program sees it.
 *
 * Each family of opcodes is one file; opcodes.h is the table of all.
 * Source of the meanings: sqlite.org/opcode.html, for version 3.40.
 */
#ifndef RING3_SQLITE_MACHINE_H
#define RING3_SQLITE_MACHINE_H

#include "sqlite-demo/file/btree.h"
#include "sqlite-demo/machine/program.h"
#include "sqlite-demo/machine/sorter.h"
#include "sqlite-demo/machine/store.h"

enum cursor_kind {
    CURSOR_CLOSED,
    CURSOR_FILE,
    CURSOR_STORE,
    CURSOR_SORTER,
    CURSOR_PSEUDO
};

/* Rows and entries that the statement would have added and removed by now. */
struct changes {
    uint32_t root; /* of the b-tree in the file */
    struct store added, removed;
    struct changes *next;
};

struct vm_cursor {
    enum cursor_kind kind;
    bool is_table;
    bool null_row;   /* every column of it is NULL */
    bool stale;      /* `record` does not hold the present row yet */
    bool exact_seek; /* opened for seeks that ask for equality only */
    bool deferred;   /* the seek to `target` is still to be done */
    int64_t target;
    int other;        /* of a deferred seek: the cursor on the index */
    const char *map;  /* "[2,0,1]": columns that the index has as well */
    int64_t sequence; /* for the opcode Sequence */
    int seek_hit;
    int pseudo; /* the register that holds the record */
    uint32_t fields;
    const struct key_order *order;
    struct record record;
    struct btree_cursor tree; /* CURSOR_FILE */
    struct changes *changes;  /* of its b-tree; NULL: none */
    struct store *store;      /* CURSOR_STORE; may be shared */
    bool owns_store, shared;
    struct entry *entry; /* where it stands; NULL: nowhere */
    struct sorter sorter;
};

enum stop_reason {
    STOP_NOT,
    STOP_UNKNOWN, /* an opcode, or a use of it, that we do not have */
    STOP_FAULT,   /* the file says something that cannot be */
    STOP_ERROR,   /* the statement fails, as it would in SQLite: stop_code */
};

struct accumulator;

struct machine {
    struct database *db;
    const struct program_code *code;
    struct reg *regs;
    struct reg nowhere; /* registers that do not exist */
    struct vm_cursor *cursors;
    uint8_t *once;                     /* by address: OP_Once was there */
    struct accumulator **accumulators; /* by register; NULL: not in use */
    struct store *sets;                /* RowSets, by register */
    struct changes *changes;
    sqlite3 *functions;   /* a connection of its own, for SQL functions only */
    sqlite3_stmt **calls; /* by address: "SELECT upper(?1)" */

    int pc;
    int last; /* address of the instruction that was executed last */
    uint64_t steps, rows;
    int compared;          /* of the last Compare, Lt … */
    int row_at, row_count; /* registers of the last result row */
    int64_t changed;       /* rows that would be changed */
    uint64_t *hits;        /* by address: how often it was executed; may be NULL */
    bool watched;          /* by machine_step: what would be written is said */
    int touched;           /* cursor of the last instruction; -1 */

    enum stop_reason stop;
    int stop_code; /* STOP_ERROR: SQLite's code */
    char why_stopped[256];
    char effect[200]; /* what the last instruction would have written; "" */
};

void machine_init(struct machine *machine, struct database *db,
                  const struct program_code *code);
void machine_free(struct machine *machine);

/* Executes one instruction. */
enum outcome machine_step(struct machine *machine);
/* Executes until a row, the end, a stop, or `limit` steps in all. GO_ON: the limit. */
enum outcome machine_run(struct machine *machine, uint64_t limit);

/* ---- for the families ---- */

static inline struct reg *reg_at(struct machine *machine, int number)
{
    if ((unsigned)number < (unsigned)machine->code->registers)
        return &machine->regs[number];
    return &machine->nowhere;
}

static inline enum outcome jump_to(struct machine *machine, int address)
{
    machine->pc = address;
    return GO_ON;
}

static inline enum outcome jump_if(struct machine *machine, const struct op *op,
                                   bool condition)
{
    if (condition)
        machine->pc = op->p2;
    return GO_ON;
}

/* Ends the run; STOPPED. */
enum outcome stop_unknown(struct machine *machine, const struct op *op,
                          const char *format, ...) __attribute__((format(printf, 3, 4)));
enum outcome stop_fault(struct machine *machine);
enum outcome stop_error(struct machine *machine, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* cursor.c. NULL: stopped, because there is no such open cursor. */
struct vm_cursor *cursor_at(struct machine *machine, const struct op *op, int number);
struct vm_cursor *cursor_open(struct machine *machine, int number, enum cursor_kind kind,
                              uint32_t fields);
void cursor_close(struct vm_cursor *cursor);
/* The row is somewhere else now. */
static inline void cursor_moved(struct vm_cursor *cursor)
{
    cursor->stale = true;
    cursor->deferred = false;
}
/* Carries out a deferred seek. */
int cursor_settle(struct machine *machine, struct vm_cursor *cursor);
/* Makes `record` hold the present row: 1; 0: it is a row of NULLs; -1: stopped. */
int cursor_record(struct machine *machine, struct vm_cursor *cursor);
/* True if bytes of its records can be pointed to as long as the file is open. */
bool cursor_bytes_stay(const struct vm_cursor *cursor);
/* Movements over what it is on; as in btree.h. */
int cursor_first(struct vm_cursor *cursor);
int cursor_last(struct vm_cursor *cursor);
int cursor_next(struct vm_cursor *cursor);
int cursor_previous(struct vm_cursor *cursor);
int cursor_seek_rowid(struct vm_cursor *cursor, int64_t rowid);
int cursor_seek_key(struct machine *machine, struct vm_cursor *cursor,
                    const struct reg *key, uint32_t count, int if_equal);
/* How the entry under the cursor compares with the P4 registers from P3 on of the
 * instruction; -2: stopped. */
int cursor_order(struct machine *machine, const struct op *op, struct vm_cursor *cursor,
                 int if_equal);
bool cursor_valid(const struct vm_cursor *cursor);
int64_t cursor_rowid(const struct vm_cursor *cursor);

/* changes.c: what the statement has changed so far. NULL: nothing in this b-tree. */
struct changes *changes_find(struct machine *machine, uint32_t root);
/* The same, and begins to keep them. */
struct changes *changes_of(struct machine *machine, struct vm_cursor *cursor);
/* *there: what the file says; after it, what is true with the changes. */
enum outcome row_after_changes(struct machine *machine, const struct op *op,
                               struct vm_cursor *cursor, int64_t rowid, bool *there);
enum outcome entry_after_changes(struct machine *machine, const struct op *op,
                                 struct vm_cursor *cursor, bool *there);

/* function.c, aggregate.c */
void functions_free(struct machine *machine);
void accumulators_free(struct machine *machine);
/* The register gets a NULL: what an aggregate has kept there is over. */
void accumulator_forget(struct machine *machine, int number);

#endif
