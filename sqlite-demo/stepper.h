/* A statement, stepped: the program that SQLite made of it, run by our machine over
 * a byte-for-byte copy of the file.
 *
 * The whole program runs once when it is opened, so that the number of steps is
 * known; then any step can be looked at. SQLite itself runs the statement only for
 * the proof at the end, which is the last step. */
#ifndef RING3_SQLITE_DEMO_STEPPER_H
#define RING3_SQLITE_DEMO_STEPPER_H

#include "labs/kit/player.h"
#include "sqlite-demo/file/schema.h"
#include "sqlite-demo/machine/machine.h"

enum { STEPPER_LIMIT = 20000000, ROWS_KEPT = 3, STEPPER_TEXT = 512 };

/* What SQLite said, against what we found. */
struct proof {
    bool done, same;
    uint64_t rows, steps; /* SQLite's */
    uint64_t content;     /* of its rows, as one number */
    int64_t changed;
    char failed[200]; /* its message; "" */
};

struct stepper {
    const char *sql;
    char *path; /* the copy */
    sqlite3 *sqlite;
    struct program_code code;
    struct schema schema;

    /* Of the whole run. */
    uint64_t total, rows, content;
    uint16_t *addresses; /* by step: the instruction that was executed */
    enum stop_reason stop;
    bool too_long; /* it was ended at STEPPER_LIMIT */
    char why_stopped[256];
    int64_t changed;
    struct proof proof;

    /* The machine stands after step `at` (1 is the first); 0: before all. */
    struct database db;
    struct machine machine;
    uint64_t at;
    bool row_now; /* the step completed a row */
    char *last_row;

    /* What stepper_step lent out. */
    char title[STEPPER_TEXT], why[STEPPER_TEXT], texts[4][STEPPER_TEXT], answer[24];
    struct evidence evidence[4];
    struct question question;
    int panel; /* what the screen shows: enum stepper_panel */
};

enum stepper_panel { PANEL_MACHINE, PANEL_REGISTERS, PANEL_BYTES };

/* `path` is a copy that nobody else uses. -1: the SQL or the file is wrong. */
int stepper_open(struct stepper *stepper, const char *path, const char *sql,
                 struct error *error);
void stepper_close(struct stepper *stepper);
/* Puts the machine behind step `index` (0 is the first); it must exist. */
void stepper_go(struct stepper *stepper, uint64_t index);
/* Runs SQLite, once. */
void stepper_prove(struct stepper *stepper);
/* An exit status: what the proof says. */
int stepper_status(const struct stepper *stepper);
/* A row as one number, to be continued: FNV-1a over its types and bytes. */
uint64_t content_add(uint64_t content, const struct value *value);

/* The functions of struct show; their model is the stepper. */
size_t stepper_count(void *model);
int stepper_reach(void *model, size_t index, struct error *error);
void stepper_step(void *model, size_t index, struct step *step);
void stepper_draw(void *model, size_t index, struct area area);
int stepper_rows(void *model, size_t index);
void stepper_describe(void *model, size_t index, FILE *out);
void stepper_json(void *model, size_t index, struct json *json);
extern const struct key_row stepper_keys[];

/* Words that the view and the lines share. */
void value_words(const struct value *value, char *text, size_t size);
/* "cursor 0 on table film (root page 2)" */
void cursor_words(struct stepper *stepper, int number, char *text, size_t size);
/* "leaf page 25, cell 14 of 31" for one level of the path of a cursor. */
void level_words(const struct btree_cursor *tree, int level, char *text, size_t size);
/* "rowid 777 · NULL · text of 10 bytes"; what the record's header says. */
void record_words(struct stepper *stepper, int cursor, char *text, size_t size);
void proof_words(const struct stepper *stepper, char *text, size_t size);

#endif
