/* SQL injection, and three defences, each of which stands alone. */
#include <stdio.h>
#include <string.h>

#include "sqlite-demo/traps/trap.h"

/* What somebody types into the field "name". */
#define TYPED "x' UNION SELECT secret FROM user --"

static int prepare_users(struct trap_run *run)
{
    if (trap_open(run))
        return -1;
    return trap_sql(run, "CREATE TABLE user(name, mail, secret);"
                         "INSERT INTO user VALUES ('ada', 'ada@a', 'lovelace'),"
                         "('bob', 'bob@b', 'builder')");
}

/* Runs it and counts the rows that hold something. *code: what SQLite said at last. */
static int64_t leaked(struct trap_run *run, const char *sql, const char *name, int *code,
                      char first[TRAP_TEXT])
{
    sqlite3_stmt *stmt;
    int64_t count = 0;
    first[0] = '\0';
    *code = sqlite3_prepare_v2(run->db, sql, -1, &stmt, NULL);
    if (*code != SQLITE_OK)
        return 0;
    if (name)
        sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    while ((*code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (text && !count++)
            snprintf(first, TRAP_TEXT, "%s", text);
    }
    sqlite3_finalize(stmt);
    return count;
}

static int glued(struct trap_run *run, int64_t wanted)
{
    char sql[200], first[TRAP_TEXT];
    int code;
    int64_t rows;
    snprintf(sql, sizeof sql, "SELECT mail FROM user WHERE name = '%s'", TYPED);
    rows = leaked(run, sql, NULL, &code, first);
    trap_fact(run, "secrets that came back", (double)rows, "rows");
    if (rows)
        trap_say(run, "the first of them", "%s", first);
    if (code != SQLITE_DONE)
        trap_say(run, "SQLite says", "%s", sqlite3_errmsg(run->db));
    trap_answer(run, "%lld", (long long)rows);
    return trap_expect(run, "the number of secrets", rows, wanted);
}

static int injection(struct trap_run *run)
{
    return prepare_users(run) ? -1 : glued(run, 2);
}

static int bound(struct trap_run *run)
{
    char first[TRAP_TEXT];
    int code;
    int64_t rows;
    if (prepare_users(run))
        return -1;
    rows = leaked(run, "SELECT mail FROM user WHERE name = ?", TYPED, &code, first);
    trap_fact(run, "secrets that came back", (double)rows, "rows");
    trap_answer(run, "%lld", (long long)rows);
    return trap_expect(run, "the number of secrets", rows, 0);
}

static int guard(void *self, int action, const char *table, const char *column,
                 const char *schema, const char *view)
{
    (void)schema, (void)view;
    if (action == SQLITE_READ && !strcmp(table, "user") && !strcmp(column, "secret"))
        return *(int *)self;
    return SQLITE_OK;
}

static int guarded(struct trap_run *run, int answer)
{
    int result;
    if (prepare_users(run))
        return -1;
    sqlite3_set_authorizer(run->db, guard, &answer);
    result = glued(run, 0);
    sqlite3_set_authorizer(run->db, NULL, NULL);
    return result;
}

static int ignored(struct trap_run *run)
{
    return guarded(run, SQLITE_IGNORE);
}

static int denied(struct trap_run *run)
{
    return guarded(run, SQLITE_DENY);
}

const struct trap_step injection_steps[] = {
    {.title = "The name is glued into the SQL",
     .code = "name = \"" TYPED "\"\n"
             "sprintf(sql, \"SELECT mail FROM user WHERE name = '%s'\", name);",
     .why = "The quote in the name ends the text, and the rest of it is SQL. A query for "
            "one mail address has become a query for all secrets.",
     .run = injection,
     .question = "The table has two users, none of them called x. How many secrets leak?",
     .rule = "UNION adds a second query, which has no WHERE."},
    {.title = "Defence 1: the name is bound",
     .code = "name = \"" TYPED "\"\n"
             "db_execute(cur, \"SELECT mail FROM user WHERE name = ?\",\n"
             "           DB_PARAMS(db_text(name)), &err);",
     .why = "SQLite has compiled the statement before it gets the value. A value never "
            "becomes SQL, whatever it contains. This is the defence that is always "
            "right.",
     .run = bound},
    {.title = "Defence 2: an authorizer that blinds",
     .code = "int guard(…) { … return SQLITE_IGNORE; }  // for user.secret\n"
             "db_set_authorizer(conn, guard, NULL, &err);\n"
             "sprintf(sql, \"SELECT mail FROM user WHERE name = '%s'\", name);",
     .why = "The authorizer is asked for every column while the statement is compiled. "
            "With SQLITE_IGNORE the column reads as NULL. The hole is still there, but "
            "it leads nowhere.",
     .run = ignored},
    {.title = "Defence 3: an authorizer that refuses",
     .code = "int guard(…) { … return SQLITE_DENY; }  // for user.secret\n"
             "db_set_authorizer(conn, guard, NULL, &err);\n"
             "sprintf(sql, \"SELECT mail FROM user WHERE name = '%s'\", name);",
     .why = "With SQLITE_DENY the statement does not even compile. You hear of the "
            "attack; the attacker hears an error.",
     .run = denied},
};
_Static_assert(sizeof injection_steps / sizeof *injection_steps == INJECTION_STEPS, "");
