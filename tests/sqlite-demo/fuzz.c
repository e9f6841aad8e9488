/* Random SQL through the cursor: whatever the text, the answer is an answer, an
 * error is complete, and the connection works afterwards. Seeded: always the same. */
#include "sqlite-demo/cursor.h"
#include "sqlite-demo/witness.h"
#include "tests/tap.h"

enum { ROUNDS = 20000 };

static uint64_t state = 88172645463325252u;

/* xorshift64, Marsaglia 2003 */
static size_t below(size_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state % limit);
}

static const char *const pieces[] = {
    "SELECT ",
    "1",
    ",",
    "a",
    " FROM t ",
    "INSERT INTO t VALUES (",
    ")",
    "?",
    ":n",
    "?9",
    "UPDATE t SET a = ",
    "DELETE FROM t ",
    "WHERE ",
    "--",
    "\n",
    "/*",
    "*/",
    ";",
    "'",
    "\"",
    " ",
    "BEGIN",
    "COMMIT",
    "x'00'",
    "0x",
    "1e9",
    "REPLACE ",
    "WITH n AS (",
    "\xff",
    "é",
    "RETURNING a",
    "NULL",
    "/",
    "-",
    "*",
    "abs(",
    "-9223372036854775808",
    "ROLLBACK",
};
static const char *const harmless[] = {
    " ", "\n", "\t", "\f", "\r", "-- a ; b\n", "/* ; */", "/**/", "/* -- */", "--\n"};

static size_t soup(const char *const *from, size_t count, char *text)
{
    size_t length = 0;
    for (size_t i = below(12); i > 0; i--)
        length = (size_t)(stpcpy(text + length, from[below(count)]) - text);
    text[length] = '\0';
    return length;
}

static bool complete(const struct db_err *err)
{
    return err->class > DB_ERROR && err->message[0] &&
           (err->code == 0 || (db_code_name(err->code) && err->name[0]));
}

static void test_soup(void)
{
    struct db_conn *conn;
    struct db_cur *cur, *sane;
    const struct db_row *row;
    struct db_err err;
    char text[600], line[ROW_TEXT];
    size_t refused = 0, accepted = 0, incomplete = 0, broken = 0, unclean = 0;

    db_connect(":memory:", NULL, &conn, &err);
    db_cursor(conn, &cur, &err);
    db_cursor(conn, &sane, &err);
    db_execute(cur, "CREATE TABLE t(a)", DB_NONE, &err);
    for (int i = 0; i < ROUNDS; i++) {
        size_t length = soup(pieces, sizeof pieces / sizeof *pieces, text);
        struct db_value value = db_text_of(text, below(length + 1));
        struct db_params params = {.values = &value, .count = below(2)};
        int result = db_execute_text(cur, text, length + !below(50), params, &err);
        while (result == 0 && db_description(cur) &&
               (result = db_fetchone(cur, &row, &err)) == 1) {
            row_text(row, line, sizeof line);
            for (const char *c = line; *c; c++)
                unclean += (unsigned char)*c < ' ' || *c == 127;
            result = 0;
            if (!below(3))
                break;
        }
        refused += result < 0;
        accepted += result == 0;
        incomplete += result < 0 && !complete(&err);
        broken += db_execute(sane, "SELECT 1", DB_NONE, &err) < 0 ||
                  db_fetchone(sane, &row, &err) != 1 || row->values[0].integer != 1;
    }
    ok(refused > 1000 && accepted > 100, "the soup holds right and wrong SQL");
    printf("# %zu accepted, %zu refused\n", accepted, refused);
    is_int(incomplete, 0, "every refusal has class, message and name");
    is_int(broken, 0, "the connection always works afterwards");
    is_int(unclean, 0, "no row moves the cursor of a terminal");
    db_cursor_free(cur);
    db_cursor_free(sane);
    db_conn_free(conn);
}

static void test_comments(void)
{
    struct db_conn *conn;
    struct db_cur *cur;
    struct db_err err;
    char text[600], whole[1300], tail[600];
    size_t wrong = 0, not_begun = 0;

    db_connect(":memory:", NULL, &conn, &err);
    db_cursor(conn, &cur, &err);
    db_execute(cur, "CREATE TABLE t(a)", DB_NONE, &err);
    for (int i = 0; i < ROUNDS / 10; i++) {
        soup(harmless, sizeof harmless / sizeof *harmless, text);
        soup(harmless, sizeof harmless / sizeof *harmless, tail);
        wrong += db_execute(cur, text, DB_NONE, &err) < 0 || db_description(cur);
        snprintf(whole, sizeof whole, "%sDELETE FROM t;%s", text, tail);
        wrong += db_execute(cur, whole, DB_NONE, &err) < 0;
        not_begun += db_in_transaction(conn, &err) != 1;
        db_rollback(conn, &err);
        snprintf(whole, sizeof whole, "%sDELETE FROM t;%s;", text, tail);
        wrong += db_execute(cur, whole, DB_NONE, &err) == 0;
    }
    is_int(wrong, 0, "comments and blanks are nothing, before and after a statement");
    is_int(not_begun, 0, "and hide no DELETE from the BEGIN that it needs");
    db_cursor_free(cur);
    db_conn_free(conn);
}

int main(void)
{
    test_soup();
    test_comments();
    return done_testing();
}
