/* `sqlite-demo shell [FILE] [SQL]`: a small shell over the cursor library. */
#ifndef RING3_SQLITE_DEMO_SHELL_H
#define RING3_SQLITE_DEMO_SHELL_H

#include "labs/kit/options.h"
#include "sqlite-demo/cursor.h"

extern const struct option_row shell_options[];
int shell_command(int argc, char **argv);

/* ---- between its files ---- */

struct shell {
    const char *path; /* ":memory:" or a file */
    struct db_conn *conn;
    struct db_cur *cur;
    bool headers;
    bool failed; /* a statement was refused */
    bool quit;
};

/* shell_print.c: the rows that the cursor has; returns 0 or -1 with *err. */
int shell_print_rows(const struct shell *shell, struct db_err *err);
int shell_print_plan(const struct shell *shell, struct db_err *err);
void shell_print_error(const struct db_err *err, const char *sql);

/* shell_dot.c: a line that begins with a dot. */
void shell_dot(struct shell *shell, const char *line);

/* shell.c: one statement. */
void shell_run(struct shell *shell, const char *sql);

#endif
