/* A session: its connections, one call after the other, and what each had then. */
#include "sqlite-demo/locks/locks.h"
#include "sqlite-demo/scratch.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const lock_levels[] = {"NONE", "SHARED", "RESERVED", "PENDING", "EXCLUSIVE"};
const char *const lock_slots[] = {"WRITE", "CKPT",  "RECOVER", "READ0",
                                  "READ1", "READ2", "READ3",   "READ4"};
const char *const lock_parties[] = {"a", "b", "c"};

enum { LEVEL_SHARED = 1, LEVEL_RESERVED, LEVEL_PENDING, LEVEL_EXCLUSIVE };

static int failed(struct error *error, const struct db_err *err)
{
    return error_set(error, STATUS_HOST, "%s: %s%s", db_class_name(err->class),
                     err->message, scratch_hint(err->code));
}

static int connect_party(struct lock_session *session, int who, struct error *error)
{
    struct db_options options = DB_DEFAULTS;
    struct db_err err;
    options.timeout = 0;
    options.isolation_level = NULL;
    options.vfs = LOCKS_VFS;
    locks_vfs_owner(who);
    if (db_connect(session->path, &options, &session->conns[who], &err) ||
        db_cursor(session->conns[who], &session->curs[who], &err) ||
        db_cursor(session->conns[who], &session->readers[who], &err) ||
        db_execute(session->curs[who], "SELECT 1 FROM sqlite_schema", DB_NONE, &err) ||
        db_execute(session->curs[who], "", DB_NONE, &err))
        return failed(error, &err);
    return 0;
}

static int prepare_file(const char *path, struct error *error)
{
    struct db_conn *conn = NULL;
    struct db_cur *cur = NULL;
    struct db_err err;
    int bad = db_connect(path, NULL, &conn, &err) || db_cursor(conn, &cur, &err) ||
              db_executescript(cur,
                               "CREATE TABLE account(name TEXT, balance INTEGER);"
                               "INSERT INTO account VALUES ('ada', 500), ('bob', 300)",
                               &err);
    db_cursor_free(cur);
    db_conn_free(conn);
    return bad ? failed(error, &err) : 0;
}

int lock_session_open(struct lock_session *session, struct error *error)
{
    session->records = xcalloc(LOCK_CALLS, sizeof *session->records);
    if (locks_vfs_register())
        return error_set(error, STATUS_HOST, "SQLite takes no file system layer");
    if (prepare_file(session->path, error))
        return -1;
    for (int i = 0; i < LOCK_PARTIES; i++)
        if (connect_party(session, i, error))
            return -1;
    return 0;
}

void lock_session_close(struct lock_session *session)
{
    for (int i = 0; i < LOCK_PARTIES; i++) {
        db_cursor_free(session->curs[i]);
        db_cursor_free(session->readers[i]);
        db_conn_free(session->conns[i]);
    }
    for (size_t i = 0; i < LOCK_CALLS; i++)
        free(session->hand.typed[i]);
    free(session->records);
}

/* ---- one call ---- */

static void note_row(struct lock_record *record, const struct db_row *row)
{
    char *out = record->row, *end = record->row + sizeof record->row;
    for (size_t i = 0; i < row->count && out < end - 24; i++) {
        const struct db_value *value = &row->values[i];
        out += value->type == DB_INT
                   ? snprintf(out, (size_t)(end - out), "%s%lld", i ? ", " : "",
                              (long long)value->integer)
                   : snprintf(out, (size_t)(end - out), "%s%.16s", i ? ", " : "",
                              value->type == DB_TEXT ? value->text : "…");
    }
}

/* SQL runs to its first row, and that row is taken; ".fetch" takes the rest. */
static int make_call(struct db_cur *cur, const char *sql, struct lock_record *record)
{
    const struct db_row *row;
    struct db_rows rows;
    int result;
    if (!strcmp(sql, ".fetch")) {
        result = db_fetchall(cur, &rows, &record->err);
        if (result == 0 && rows.count)
            note_row(record, rows.rows[0]);
        db_rows_free(&rows);
        return result;
    }
    result = db_execute(cur, sql, DB_NONE, &record->err);
    if (result || !db_description(cur))
        return result;
    result = db_fetchone(cur, &row, &record->err);
    if (result == 1)
        note_row(record, row);
    return result < 0 ? -1 : 0;
}

static void look(struct lock_session *session, size_t index)
{
    struct lock_record *record = &session->records[index];
    const struct lock_record *before = index ? record - 1 : NULL;
    int who = session->calls[index].who;
    for (int i = 0; i < LOCK_PARTIES; i++) {
        record->states[i] = *locks_vfs_state(i);
        record->waits[i] = before && before->waits[i];
        record->wanted[i] = before ? before->wanted[i] : 0;
    }
    record->waits[who] = record->result < 0 && (record->err.code & 0xff) == 5;
    record->wanted[who] = record->states[who].refused;
    record->wal = before && before->wal;
    if (record->result == 0 && strstr(session->calls[index].sql, "journal_mode"))
        record->wal = !strcmp(record->row, "wal");
}

static int check(const struct lock_call *call, const struct lock_record *record,
                 struct error *error)
{
    const char *seen = record->result < 0 ? record->err.name : "works";
    const char *wanted = call->fails ? call->fails : "works";
    if (!strcmp(seen, wanted))
        return 0;
    return error_set(error, STATUS_HOST,
                     "here \"%s\" gives %s, and not %s as the text would say", call->sql,
                     seen, wanted);
}

static bool reads(const char *sql)
{
    return !strcmp(sql, ".fetch") || !strncasecmp(sql, "SELECT", 6);
}

int lock_session_run(struct lock_session *session, size_t index, struct error *error)
{
    const struct lock_call *call = &session->calls[index];
    struct lock_record *record = &session->records[index];
    *record = (struct lock_record){0};
    locks_vfs_mark();
    record->result = make_call(reads(call->sql) ? session->readers[call->who]
                                                : session->curs[call->who],
                               call->sql, record);
    look(session, index);
    snprintf(record->answer, sizeof record->answer, "%s",
             record->result < 0 ? record->err.name : "it works");
    session->reached = index + 1;
    return session->own ? 0 : check(call, record, error);
}

/* ---- who waits for whom ---- */

static bool stands_in_the_way(int level, int wanted)
{
    if (wanted == LEVEL_SHARED)
        return level >= LEVEL_PENDING;
    if (wanted == LEVEL_RESERVED)
        return level >= LEVEL_RESERVED;
    return level >= LEVEL_SHARED;
}

static uint64_t those_in_the_way(const struct lock_record *record, int who)
{
    uint64_t others = 0;
    for (int i = 0; i < LOCK_PARTIES; i++) {
        bool blocks =
            record->wal ? record->states[i].slots[0] == SLOT_EXCLUSIVE
                        : stands_in_the_way(record->states[i].level, record->wanted[who]);
        if (i != who && blocks)
            others |= (uint64_t)1 << i;
    }
    return others;
}

void lock_graph(const struct lock_session *session, size_t index,
                struct wait_graph *graph)
{
    const struct lock_record *record = &session->records[index];
    *graph = (struct wait_graph){.count = LOCK_PARTIES};
    for (int i = 0; i < LOCK_PARTIES; i++) {
        struct wait_node *node = &graph->nodes[i];
        uint64_t others = record->waits[i] ? those_in_the_way(record, i) : 0;
        node->name = lock_parties[i];
        if (!others)
            continue;
        node->object = record->wal ? "WRITE" : lock_levels[record->wanted[i]];
        node->relation = "kept away by";
        node->waits_for = node->likely = others;
    }
}
