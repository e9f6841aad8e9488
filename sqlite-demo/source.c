/* A line of a lesson as the C that it is. */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "sqlite-demo/lesson.h"

const char *party_name(const struct lesson *lesson, int who)
{
    static const char *const names[] = {"a", "b"};
    return lesson->parties == 1 ? "conn" : names[who];
}

const char *witness_name(const struct lesson *lesson)
{
    return lesson->parties == 1 ? "second connection" : "third connection";
}

static const char *cursor_name(const struct lesson *lesson, int who)
{
    static const char *const names[] = {"cur_a", "cur_b"};
    return lesson->parties == 1 ? "cur" : names[who];
}

/* A C string literal; SQL is text, so only these need care. Free it. */
static char *literal(const char *text)
{
    char *quoted = xcalloc(2 * strlen(text) + 3, 1), *out = quoted;
    *out++ = '"';
    for (; *text; text++) {
        if (*text == '"' || *text == '\\' || *text == '\n')
            *out++ = '\\';
        *out++ = *text == '\n' ? 'n' : *text;
    }
    *out = '"';
    return quoted;
}

static char *value_source(const struct db_value *value)
{
    if (value->type == DB_INT)
        return xasprintf("db_int(%lld)", (long long)value->integer);
    if (value->type == DB_REAL)
        return xasprintf("db_real(%.17g)", value->real);
    if (value->type != DB_TEXT)
        return xstrdup("db_null()");
    cleanup_free char *text = literal(value->text);
    return xasprintf("db_text(%s)", text);
}

static char *params_source(const struct line *line)
{
    char *text = xstrdup(line->value_count ? "DB_PARAMS(" : "DB_NONE");
    for (size_t i = 0; i < line->value_count; i++) {
        cleanup_free char *before = text;
        cleanup_free char *value = value_source(&line->values[i]);
        bool last = i + 1 == line->value_count;
        text = xasprintf("%s%s%s", before, value, last ? ")" : ", ");
    }
    return text;
}

static char *connect_source(const char *conn, const struct line *line)
{
    if (!(line->timeout > 0))
        return xasprintf("db_connect(path, NULL, &%s, &err);", conn);
    return xasprintf("db_connect(path, &(struct db_options){.timeout = %g, "
                     ".isolation_level = \"\"}, &%s, &err);",
                     line->timeout, conn);
}

static char *execute_source(const char *cur, const struct line *line)
{
    cleanup_free char *sql = literal(line->sql);
    cleanup_free char *params = params_source(line);
    return xasprintf("db_execute(%s, %s, %s, &err);", cur, sql, params);
}

char *line_source(const struct lesson *lesson, const struct line *line)
{
    const char *conn = party_name(lesson, line->who);
    const char *cur = cursor_name(lesson, line->who);
    switch (line->action) {
    case DO_CONNECT:
        return connect_source(conn, line);
    case DO_CURSOR:
        return xasprintf("db_cursor(%s, &%s, &err);", conn, cur);
    case DO_EXECUTE:
        return execute_source(cur, line);
    case DO_FETCHONE:
        return xasprintf("db_fetchone(%s, &row, &err);", cur);
    case DO_FETCHALL:
        return xasprintf("db_fetchall(%s, &rows, &err);", cur);
    case DO_COMMIT:
        return xasprintf("db_commit(%s, &err);", conn);
    case DO_ROLLBACK:
        return xasprintf("db_rollback(%s, &err);", conn);
    case DO_CLOSE:
        return xasprintf("db_close(%s, &err);", conn);
    }
    return xstrdup("");
}

char *record_result(const struct record *record)
{
    if (record->result >= 0)
        return xasprintf("%d", record->result);
    if (!record->err.code)
        return xasprintf("-1 %s: %s", db_class_name(record->err.class),
                         record->err.message);
    return xasprintf("-1 %s: %s (%s, %d)", db_class_name(record->err.class),
                     record->err.message, record->err.name, record->err.code);
}
