/* Replays scripts of cursor calls and says what came of each: compare.py runs the
 * same ones through Python's sqlite3.
 *
 * One call per line, fields separated by tabs; texts are in hexadecimal. Cursors
 * 0 and 1 belong to connection a, 2 to connection b, which waits for nobody.
 *
 *     open PATH           both connections, all cursors, anew
 *     exec K SQL VALUE…   a VALUE is N, I12, R0.5, T6162 or B6162
 *     one K · many K N · all K · arraysize K N · closecursor K
 *     commit C · rollback C · close C
 *
 * Without input: prints SQLite's version.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/cursor.h"

enum { CONNS = 2, CURSORS = 3, FIELDS = 16 };

static struct db_conn *conns[CONNS];
static struct db_cur *curs[CURSORS];
static struct db_err err;

static struct db_conn *conn_of(int cursor)
{
    return conns[cursor == 2];
}

static void drop_all(void)
{
    for (int i = 0; i < CURSORS; i++)
        db_cursor_free(curs[i]);
    for (int i = 0; i < CONNS; i++)
        db_conn_free(conns[i]);
    memset(curs, 0, sizeof curs);
    memset(conns, 0, sizeof conns);
}

/* Thousands of commits: nobody waits for the disk here. */
static int no_fsync(struct db_conn *conn)
{
    struct db_cur *cur;
    int failed = db_cursor(conn, &cur, &err) ||
                 db_execute(cur, "PRAGMA synchronous = OFF", DB_NONE, &err);
    db_cursor_free(cur);
    return failed;
}

static void open_all(const char *path)
{
    struct db_options options = DB_DEFAULTS;
    options.timeout = 0;
    drop_all();
    for (int i = 0; i < CONNS; i++)
        if (db_connect(path, &options, &conns[i], &err) || no_fsync(conns[i]))
            exit(1);
    for (int i = 0; i < CURSORS; i++)
        if (db_cursor(conn_of(i), &curs[i], &err))
            exit(1);
}

/* In place: the bytes are never more than the digits. */
static size_t from_hex(char *text)
{
    size_t length = strlen(text) / 2;
    for (size_t i = 0; i < length; i++) {
        unsigned byte;
        sscanf(text + 2 * i, "%2x", &byte);
        text[i] = (char)byte;
    }
    text[length] = '\0';
    return length;
}

static struct db_value parse_value(char *text)
{
    size_t length;
    switch (text[0]) {
    case 'I':
        return db_int(strtoll(text + 1, NULL, 10));
    case 'R':
        return db_real(strtod(text + 1, NULL));
    case 'T':
        length = from_hex(text + 1);
        return db_text_of(text + 1, length);
    case 'B':
        length = from_hex(text + 1);
        return db_blob(text + 1, length);
    }
    return db_null();
}

static void print_hex(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        printf("%02x", (unsigned char)bytes[i]);
}

static void print_row(const struct db_row *row)
{
    printf(" (");
    for (size_t i = 0; i < row->count; i++) {
        const struct db_value *value = &row->values[i];
        printf("%s%c", i ? "," : "", "NIRTB"[value->type]);
        if (value->type == DB_INT)
            printf("%lld", (long long)value->integer);
        else if (value->type == DB_REAL)
            printf("%.17g", value->real);
        else if (value->type != DB_NULL)
            print_hex(value->blob, value->length);
    }
    printf(")");
}

static void print_rows(struct db_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        print_row(rows->rows[i]);
    db_rows_free(rows);
}

static void print_state(void)
{
    for (int i = 0; i < CURSORS; i++) {
        int64_t rowid = 0;
        const struct db_description *description = db_description(curs[i]);
        printf(" | %lld ", (long long)db_rowcount(curs[i]));
        if (db_lastrowid(curs[i], &rowid))
            printf("%lld ", (long long)rowid);
        else
            printf("none ");
        for (size_t c = 0; description && c < description->count; c++)
            printf("%s,", description->columns[c].name);
        if (!description)
            printf("none");
    }
    for (int i = 0; i < CONNS; i++)
        printf(" | %d", db_in_transaction(conns[i], NULL));
}

static int execute(struct db_cur *cur, char **fields, int count)
{
    struct db_value values[FIELDS];
    size_t length = from_hex(fields[2]);
    for (int i = 3; i < count; i++)
        values[i - 3] = parse_value(fields[i]);
    return db_execute_text(cur, fields[2], length,
                           (struct db_params){values, (size_t)count - 3}, &err);
}

static int fetch(struct db_cur *cur, char **fields)
{
    const struct db_row *row;
    struct db_rows rows = {0};
    int result;
    if (!strcmp(fields[0], "one")) {
        result = db_fetchone(cur, &row, &err);
        if (result == 1)
            print_row(row);
        return result;
    }
    if (!strcmp(fields[0], "many"))
        result = db_fetchmany(cur, strtoll(fields[2], NULL, 10), &rows, &err);
    else
        result = db_fetchall(cur, &rows, &err);
    print_rows(&rows);
    return result;
}

static int run(char **fields, int count)
{
    int which = count > 1 ? atoi(fields[1]) : 0;
    const char *call = fields[0];
    if (!strcmp(call, "exec"))
        return execute(curs[which], fields, count);
    if (!strcmp(call, "arraysize"))
        return db_set_arraysize(curs[which], strtoll(fields[2], NULL, 10), &err);
    if (!strcmp(call, "closecursor"))
        return db_cursor_close(curs[which], &err);
    if (!strcmp(call, "commit"))
        return db_commit(conns[which], &err);
    if (!strcmp(call, "rollback"))
        return db_rollback(conns[which], &err);
    if (!strcmp(call, "close"))
        return db_close(conns[which], &err);
    return fetch(curs[which], fields);
}

int main(void)
{
    static char line[65536];
    char *fields[FIELDS], *rest;
    int lines = 0;
    while (fgets(line, sizeof line, stdin)) {
        int count = 0;
        lines++;
        line[strcspn(line, "\n")] = '\0';
        rest = line;
        while (count < FIELDS && (fields[count] = strsep(&rest, "\t")))
            count++;
        if (!strcmp(fields[0], "open")) {
            open_all(fields[1]);
            puts("open");
            continue;
        }
        if (run(fields, count) < 0)
            printf(" error %s: %s %d %s", db_class_name(err.class), err.message, err.code,
                   err.name);
        print_state();
        putchar('\n');
    }
    if (!lines)
        puts(sqlite3_libversion());
    drop_all();
    return 0;
}
