/* The shell: reads lines until a statement is whole, runs it with the cursor library,
 * prints what comes.
 *
 * It has the library's transactions, not the sqlite3 shell's: an INSERT opens one, the
 * prompt shows a star while it is open, and without COMMIT nothing is kept. SQL given on
 * the command line is committed at its end, if all of it worked.
 */
#include "sqlite-demo/shell/shell.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "sqlite-demo/shell/line.h"

static struct {
    bool no_headers;
} options;

const struct option_row shell_options[] = {
    {"no-headers", 0, OPTION_FLAG, &options.no_headers, NULL,
     "print rows without the names of their columns", NULL, 0, 0},
    {0},
};

static struct db_conn *interruptible;

/* sqlite3_interrupt() only sets a flag: it may be called from here. */
static void on_interrupt(int signal_number)
{
    (void)signal_number;
    if (interruptible)
        db_interrupt(interruptible, NULL); // NOLINT(bugprone-signal-handler)
}

static bool is_plan(const char *sql)
{
    sql += strspn(sql, " \t\r\n");
    if (strncasecmp(sql, "EXPLAIN", 7))
        return false;
    sql += 7 + strspn(sql + 7, " \t\r\n");
    return !strncasecmp(sql, "QUERY", 5);
}

void shell_run(struct shell *shell, const char *sql)
{
    struct db_err err;
    int result = db_execute(shell->cur, sql, DB_NONE, &err);
    if (result == 0 && db_description(shell->cur))
        result = is_plan(sql) && !common_options.json ? shell_print_plan(shell, &err)
                                                      : shell_print_rows(shell, &err);
    if (result == 0)
        return;
    shell->failed = true;
    shell_print_error(&err, sql);
}

/* ---- a text of several statements ---- */

/* The end of the first whole statement, or NULL. Only a semicolon can end one. */
static char *statement_end(char *text)
{
    for (char *place = strchr(text, ';'); place; place = strchr(place + 1, ';')) {
        char kept = place[1];
        place[1] = '\0';
        bool whole = db_complete_statement(text);
        place[1] = kept;
        if (whole)
            return place + 1;
    }
    return NULL;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n;")] == '\0';
}

/* Runs the whole statements of `text`; what is left of it moves to its beginning. */
static void run_statements(struct shell *shell, char *text, bool to_the_end)
{
    char *end;
    while ((end = statement_end(text)) && !(to_the_end && shell->failed)) {
        char kept = *end;
        *end = '\0';
        if (!is_blank(text))
            shell_run(shell, text);
        *end = kept;
        memmove(text, end, strlen(end) + 1);
    }
    if (to_the_end && !shell->failed && !is_blank(text))
        shell_run(shell, text);
}

/* ---- the two ways to use it ---- */

static int run_argument(struct shell *shell, const char *sql)
{
    struct db_err err;
    cleanup_free char *text = xstrdup(sql);
    if (*text == '.')
        shell_dot(shell, text);
    else
        run_statements(shell, text, true);
    if (!shell->failed && db_commit(shell->conn, &err)) {
        shell_print_error(&err, NULL);
        shell->failed = true;
    }
    return shell->failed ? STATUS_REQUEST : STATUS_OK;
}

static void make_prompt(const struct shell *shell, bool goes_on, char *prompt,
                        size_t size)
{
    const char *slash = strrchr(shell->path, '/');
    const char *star = db_in_transaction(shell->conn, NULL) == 1 ? "*" : "";
    if (goes_on)
        snprintf(prompt, size, "   …> ");
    else
        snprintf(prompt, size, "%.30s%s> ", slash ? slash + 1 : shell->path, star);
}

/* Lines are collected until their statement is whole. */
static void take_line(struct shell *shell, char **text, const char *line)
{
    if (!**text && line[strspn(line, " \t")] == '.') {
        shell_dot(shell, line + strspn(line, " \t"));
        return;
    }
    char *longer = xasprintf("%s%s%s", *text, **text ? "\n" : "", line);
    free(*text);
    *text = longer;
    run_statements(shell, *text, false);
    if (is_blank(*text))
        **text = '\0';
}

static int run_lines(struct shell *shell)
{
    struct line_editor editor;
    struct error error;
    char prompt[64];
    enum line_end end;
    cleanup_free char *folder = path_state(&error);
    cleanup_free char *file = folder ? path_join(folder, "sqlite-demo-history") : NULL;
    cleanup_free char *text = xstrdup("");

    line_open(&editor, file);
    if (editor.terminal)
        puts("SQL ends with a semicolon. A star in the prompt: a transaction is open. "
             ".help, .quit");
    while (!shell->quit) {
        make_prompt(shell, *text, prompt, sizeof prompt);
        end = line_read(&editor, prompt);
        if (end == LINE_END)
            break;
        if (end == LINE_DROPPED) {
            *text = '\0';
            continue;
        }
        line_remember(&editor, editor.text);
        take_line(shell, &text, editor.text);
    }
    if (!shell->quit && !is_blank(text))
        run_statements(shell, text, true);
    bool interactive = editor.terminal;
    line_close(&editor);
    if (db_in_transaction(shell->conn, NULL) == 1)
        fprintf(stderr, "sqlite-demo: a transaction was open: what was not committed is "
                        "gone\n");
    return shell->failed && !interactive ? STATUS_REQUEST : STATUS_OK;
}

static void check_file(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        die(STATUS_REQUEST, "%s: is a folder, not a database file", path);
}

int shell_command(int argc, char **argv)
{
    struct shell shell = {.path = argc > 0 ? argv[0] : ":memory:",
                          .headers = !options.no_headers};
    struct db_err err;
    int status;

    check_file(shell.path);
    if (db_connect(shell.path, NULL, &shell.conn, &err) ||
        db_cursor(shell.conn, &shell.cur, &err) ||
        db_execute(shell.cur, "SELECT count(*) FROM sqlite_schema", DB_NONE, &err) ||
        db_execute(shell.cur, "", DB_NONE, &err)) /* holds no lock */
        die(STATUS_REQUEST, "%s: %s%s", shell.path, err.message,
            !strcmp(err.name, "SQLITE_NOTADB") ? " (or it is encrypted)" : "");
    db_set_text_factory(shell.conn, db_text_as_is, NULL);
    interruptible = shell.conn;
    signal(SIGINT, on_interrupt);
    status = argc > 1 ? run_argument(&shell, argv[1]) : run_lines(&shell);
    interruptible = NULL;
    db_cursor_free(shell.cur);
    db_conn_free(shell.conn);
    return status;
}
