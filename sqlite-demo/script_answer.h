/* What a line of a script answers, and how it is written. */
#ifndef RING3_SQLITE_DEMO_SCRIPT_ANSWER_H
#define RING3_SQLITE_DEMO_SCRIPT_ANSWER_H

#include <stdio.h>

#include "sqlite-demo/cursor.h"

/* The shapes of an answer. */
enum answer_kind {
    ANSWER_NULL,
    ANSWER_BOOL,
    ANSWER_INTEGER,
    ANSWER_TEXT,
    ANSWER_BLOB,        /* `bytes`, of `integer` bytes */
    ANSWER_ROW,         /* `row` */
    ANSWER_ROWS,        /* `rows` */
    ANSWER_DESCRIPTION, /* `description` */
    ANSWER_LINES,       /* `lines` */
};

struct answer {
    enum answer_kind kind;
    int64_t integer;
    const char *text;
    void *bytes; /* freed with the answer */
    const struct db_row *row;
    struct db_rows rows;
    const struct db_description *description;
    struct lines {
        char **items;
        size_t *lengths;
        size_t count, capacity;
    } lines;
};

/* {"ok": VALUE} */
void answer_write(const struct answer *answer, FILE *out);
/* {"error": {"class", "message", "code", "name"}} */
void answer_error(const char *class, const struct db_err *err, FILE *out);
/* Frees what it holds and makes it ANSWER_NULL. */
void answer_clear(struct answer *answer);

#endif
