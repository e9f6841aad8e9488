/* The commands of the shell that begin with a dot: one row each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/paths.h"
#include "labs/kit/suggest.h"
#include "sqlite-demo/shell/shell.h"

static void dot_commit(struct shell *shell, const char *argument)
{
    struct db_err err;
    (void)argument;
    if (db_commit(shell->conn, &err))
        shell_print_error(&err, NULL);
}

static void dot_rollback(struct shell *shell, const char *argument)
{
    struct db_err err;
    (void)argument;
    if (db_rollback(shell->conn, &err))
        shell_print_error(&err, NULL);
}

static void dot_tables(struct shell *shell, const char *argument)
{
    (void)argument;
    shell_run(shell,
              "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') "
              "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
}

static void dot_schema(struct shell *shell, const char *argument)
{
    struct db_err err;
    struct db_value name = db_text(*argument ? argument : "%");
    const struct db_row *row;
    int given = -1;
    if (db_execute(shell->cur,
                   "SELECT sql FROM sqlite_schema WHERE sql NOT NULL AND tbl_name LIKE ? "
                   "ORDER BY rowid",
                   (struct db_params){&name, 1, NULL}, &err) == 0)
        while ((given = db_fetchone(shell->cur, &row, &err)) == 1)
            printf("%s;\n", row->values[0].type == DB_TEXT ? row->values[0].text : "");
    if (given < 0)
        shell_print_error(&err, NULL);
}

static void dot_headers(struct shell *shell, const char *argument)
{
    shell->headers = *argument ? !strcmp(argument, "on") : !shell->headers;
    printf("headers are %s\n", shell->headers ? "on" : "off");
}

static void dot_plan(struct shell *shell, const char *argument)
{
    cleanup_free char *sql = xasprintf("EXPLAIN QUERY PLAN %s", argument);
    if (!*argument)
        fprintf(stderr, ".plan SELECT …: which statement?\n");
    else
        shell_run(shell, sql);
}

/* The stepper is a program of its own, so that its screen leaves nothing behind. */
static void run_play(const char *path, const char *sql)
{
    struct error error;
    cleanup_free char *program = path_program("sqlite-demo", &error);
    pid_t child;
    int status;
    if (!program) {
        fprintf(stderr, "%s\n", error.message);
        return;
    }
    fflush(stdout);
    child = fork();
    if (child == 0) {
        execl(program, program, "play", path, sql, (char *)NULL);
        _exit(127);
    }
    if (child > 0)
        waitpid(child, &status, 0);
}

static void dot_play(struct shell *shell, const char *argument)
{
    if (!*argument)
        fprintf(stderr, ".play SELECT …: which statement?\n");
    else if (!strcmp(shell->path, ":memory:") || !*shell->path)
        fprintf(stderr, ".play works on a file: this database is in memory only\n");
    else {
        if (db_in_transaction(shell->conn, NULL) == 1)
            fprintf(stderr, "the open transaction is not in the file yet: it is not "
                            "shown\n");
        run_play(shell->path, argument);
    }
}

static void dot_dump(struct shell *shell, const char *argument);
static void dot_help(struct shell *shell, const char *argument);

static void dot_quit(struct shell *shell, const char *argument)
{
    (void)argument;
    shell->quit = true;
}

static const struct dot {
    const char *name, *argument, *help;
    void (*run)(struct shell *shell, const char *argument);
} dots[] = {
    {".tables", "", "tables and views", dot_tables},
    {".schema", "[TABLE]", "the statements that made them", dot_schema},
    {".plan", "SQL", "the query plan as a tree (as EXPLAIN QUERY PLAN)", dot_plan},
    {".play", "SQL", "step through SQLite's program for the statement", dot_play},
    {".commit", "", "keep what was changed", dot_commit},
    {".rollback", "", "undo what was changed", dot_rollback},
    {".headers", "[on|off]", "names above the columns", dot_headers},
    {".dump", "[LIKE]", "the database as SQL", dot_dump},
    {".help", "", "this list", dot_help},
    {".quit", "", "leave (also Ctrl-D)", dot_quit},
};
enum { DOTS = sizeof dots / sizeof *dots };

static int print_line(void *self, const char *sql, size_t length, struct db_err *err)
{
    (void)self, (void)err;
    fwrite(sql, 1, length, stdout);
    putchar('\n');
    return 0;
}

static void dot_dump(struct shell *shell, const char *argument)
{
    struct db_err err;
    if (db_iterdump(shell->conn, *argument ? argument : NULL, print_line, NULL, &err))
        shell_print_error(&err, NULL);
}

static void dot_help(struct shell *shell, const char *argument)
{
    (void)shell, (void)argument;
    for (size_t i = 0; i < DOTS; i++)
        printf("%-9s %-9s %s\n", dots[i].name, dots[i].argument, dots[i].help);
    puts("\nEverything else is SQL, and ends with a semicolon. A star in the prompt says "
         "that\na transaction is open: nothing is kept before COMMIT.");
}

void shell_dot(struct shell *shell, const char *line)
{
    const char *names[DOTS], *near;
    size_t length = strcspn(line, " \t");
    cleanup_free char *name = xasprintf("%.*s", (int)length, line);
    cleanup_free char *argument = xstrdup(line + length + strspn(line + length, " \t"));
    char *end = argument + strlen(argument);
    while (end > argument && strchr(" \t;", end[-1]))
        *--end = '\0';
    for (size_t i = 0; i < DOTS; i++) {
        names[i] = dots[i].name;
        if (!strcmp(name, dots[i].name)) {
            dots[i].run(shell, argument);
            return;
        }
    }
    near = suggest(name, names, DOTS);
    fprintf(stderr, "there is no %s%s%s%s (.help lists what there is)\n", name,
            near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
}
