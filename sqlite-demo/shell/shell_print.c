/* What the shell prints: rows as a table, a query plan as a tree, an error with the place
 * that it is about. Nothing that a database holds can move the cursor of the terminal. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "labs/kit/utf8.h"
#include "sqlite-demo/shell/shell.h"

enum { SAMPLE_ROWS = 200, WIDTH_MAX = 60, CELL_BYTES = 400 };

/* ---- cells ---- */

static void clean_text(const struct db_value *value, char *out, size_t size)
{
    size_t used = 0, at = 0;
    while (at < value->length) {
        uint32_t code;
        char bytes[4];
        at += utf8_decode(value->text + at, value->length - at, &code);
        if (code < 0x20 || code == 0x7f || (code >= 0x80 && code < 0xa0) ||
            utf8_steers(code))
            code = 0xfffd;
        size_t length = utf8_encode(code, bytes);
        if (used + length + 4 > size) {
            used += (size_t)sprintf(out + used, "…");
            break;
        }
        memcpy(out + used, bytes, length);
        used += length;
    }
    out[used] = '\0';
}

static void cell_text(const struct db_value *value, char *out, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    size_t used = 0;
    switch (value->type) {
    case DB_INT:
        snprintf(out, size, "%lld", (long long)value->integer);
        return;
    case DB_REAL:
        snprintf(out, size, "%.15g", value->real);
        if (isfinite(value->real) && !strpbrk(out, ".e"))
            strcat(out, ".0");
        return;
    case DB_TEXT:
        clean_text(value, out, size);
        return;
    case DB_BLOB:
        used = (size_t)sprintf(out, "x'");
        for (size_t i = 0; i < value->length && i < 16; i++) {
            out[used++] = digits[((const unsigned char *)value->blob)[i] >> 4];
            out[used++] = digits[((const unsigned char *)value->blob)[i] & 15];
        }
        strcpy(out + used, value->length > 16 ? "…'" : "'");
        return;
    case DB_NULL:
    case DB_OTHER:
    case DB_BIG_INT:
        snprintf(out, size, "NULL");
    }
}

/* ---- tables ---- */

/* Numbers stand at the right. The last column takes what it needs. */
static void print_cell(const char *text, int width, bool right, bool last)
{
    size_t bytes = last ? strlen(text) : utf8_prefix(text, width);
    char shown[CELL_BYTES + 8];
    bool cut = !last && text[bytes];
    if (cut)
        bytes = utf8_prefix(text, width - 1);
    snprintf(shown, sizeof shown, "%.*s%s", (int)bytes, text, cut ? "…" : "");
    int blanks = width - utf8_columns(shown);
    printf("%*s%s%*s", right && blanks > 0 ? blanks : 0, "", shown,
           !right && !last && blanks > 0 ? blanks : 0, "");
    fputs(last ? "\n" : "  ", stdout);
}

static void widen(int *widths, const struct db_row *row)
{
    char text[CELL_BYTES];
    for (size_t i = 0; i < row->count; i++) {
        cell_text(&row->values[i], text, sizeof text);
        int columns = utf8_columns(text);
        if (columns > widths[i])
            widths[i] = columns < WIDTH_MAX ? columns : WIDTH_MAX;
    }
}

static void print_row(const int *widths, const struct db_row *row)
{
    char text[CELL_BYTES];
    for (size_t i = 0; i < row->count; i++) {
        const struct db_value *value = &row->values[i];
        cell_text(value, text, sizeof text);
        print_cell(text, widths[i], value->type == DB_INT || value->type == DB_REAL,
                   i + 1 == row->count);
    }
}

static void print_headers(const struct db_description *description, const int *widths)
{
    for (size_t i = 0; i < description->count; i++)
        print_cell(description->columns[i].name, widths[i], false,
                   i + 1 == description->count);
    for (size_t i = 0; i < description->count; i++) {
        for (int k = 0; k < widths[i]; k++)
            fputs("─", stdout);
        fputs(i + 1 == description->count ? "\n" : "  ", stdout);
    }
}

static int print_table(const struct shell *shell, struct db_err *err)
{
    const struct db_description *description = db_description(shell->cur);
    cleanup_free int *widths = xcalloc(description->count + 1, sizeof *widths);
    const struct db_row *row;
    struct db_rows sample;
    int given = 0;

    if (db_fetchmany(shell->cur, SAMPLE_ROWS, &sample, err))
        return -1;
    for (size_t i = 0; shell->headers && i < description->count; i++) {
        int columns = utf8_columns(description->columns[i].name);
        widths[i] = columns < WIDTH_MAX ? columns : WIDTH_MAX;
    }
    for (size_t i = 0; i < sample.count; i++)
        widen(widths, sample.rows[i]);
    if (shell->headers)
        print_headers(description, widths);
    for (size_t i = 0; i < sample.count; i++)
        print_row(widths, sample.rows[i]);
    db_rows_free(&sample);
    while (!ferror(stdout) && (given = db_fetchone(shell->cur, &row, err)) == 1)
        print_row(widths, row);
    return given < 0 ? -1 : 0;
}

/* ---- JSON ---- */

static void json_value(struct json *json, const char *key, const struct db_value *value)
{
    char text[CELL_BYTES];
    switch (value->type) {
    case DB_INT:
        json_integer(json, key, value->integer);
        break;
    case DB_REAL:
        json_real(json, key, value->real);
        break;
    case DB_TEXT:
        json_text(json, key, value->text, value->length);
        break;
    case DB_BLOB:
        cell_text(value, text, sizeof text);
        json_string(json, key, text);
        break;
    case DB_NULL:
    case DB_OTHER:
    case DB_BIG_INT:
        json_null(json, key);
    }
}

static int print_json(const struct shell *shell, struct db_err *err)
{
    const struct db_description *description = db_description(shell->cur);
    const struct db_row *row;
    int given;
    while ((given = db_fetchone(shell->cur, &row, err)) == 1 && !ferror(stdout)) {
        struct json json = json_begin(stdout);
        json_object(&json, NULL);
        for (size_t i = 0; i < row->count; i++)
            json_value(&json, description->columns[i].name, &row->values[i]);
        json_end(&json);
    }
    return given < 0 ? -1 : 0;
}

int shell_print_rows(const struct shell *shell, struct db_err *err)
{
    return common_options.json ? print_json(shell, err) : print_table(shell, err);
}

/* ---- query plans ---- */

/* Rows of EXPLAIN QUERY PLAN: id, parent, not used, detail. */
static void print_branch(const struct db_rows *rows, int64_t parent, const char *indent)
{
    size_t last = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        if (rows->rows[i]->values[1].integer == parent)
            last = i;
    for (size_t i = 0; i < rows->count; i++) {
        const struct db_value *values = rows->rows[i]->values;
        char text[CELL_BYTES];
        if (values[1].integer != parent)
            continue;
        cell_text(&values[3], text, sizeof text);
        printf("%s%s%s\n", indent, i == last ? "└─ " : "├─ ", text);
        if (values[0].integer == parent)
            continue;
        cleanup_free char *deeper = xasprintf("%s%s", indent, i == last ? "   " : "│  ");
        print_branch(rows, values[0].integer, deeper);
    }
}

int shell_print_plan(const struct shell *shell, struct db_err *err)
{
    struct db_rows rows;
    if (db_fetchall(shell->cur, &rows, err))
        return -1;
    puts("query plan");
    print_branch(&rows, 0, "");
    db_rows_free(&rows);
    return 0;
}

/* ---- errors ---- */

/* The line of the SQL with the place, and a caret below it. */
static void print_place(const char *sql, size_t offset)
{
    const char *line = sql + offset;
    while (line > sql && line[-1] != '\n')
        line--;
    size_t length = strcspn(line, "\n"), before = (size_t)(sql + offset - line);
    struct db_value whole = db_text_of(line, length), left = db_text_of(line, before);
    char text[CELL_BYTES];
    if (length > 70 && before > 40)
        return;
    cell_text(&whole, text, sizeof text);
    fprintf(stderr, "  %s\n", text);
    cell_text(&left, text, sizeof text);
    fprintf(stderr, "  %*s^\n", utf8_columns(text), "");
}

void shell_print_error(const struct db_err *err, const char *sql)
{
    fflush(stdout);
    struct db_value message = db_text(err->message);
    char text[CELL_BYTES];
    clean_text(&message, text, sizeof text);
    fprintf(stderr, "%s: %s%s%s%s\n", db_class_name(err->class), text,
            *err->name ? " (" : "", err->name, *err->name ? ")" : "");
    if (sql && err->offset >= 0 && (size_t)err->offset <= strlen(sql))
        print_place(sql, (size_t)err->offset);
}
