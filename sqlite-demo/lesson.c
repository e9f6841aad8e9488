/* Running a lesson: one line of its program, then a look at everything.
 *
 * Rules: a line runs exactly once, in order; what is looked at afterwards is asked
 * through other connections or without touching a lock, so that the looking does
 * not change what comes next.
 */
#include "sqlite-demo/lesson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void lesson_init(struct lesson *lesson, const char *path, const char *watch, int parties)
{
    *lesson = (struct lesson){.path = path, .parties = parties};
    lesson->witness.path = path;
    lesson->witness.watch = watch;
}

static void party_free(struct lesson *lesson, int who)
{
    db_cursor_free(lesson->curs[who]);
    db_conn_free(lesson->conns[who]);
    lesson->curs[who] = NULL;
    lesson->conns[who] = NULL;
}

static void record_free(struct record *record)
{
    for (size_t i = 0; i < record->call_count; i++) {
        free(record->calls[i].text);
        free(record->calls[i].result);
    }
    free(record->calls);
}

void lesson_free(struct lesson *lesson)
{
    lesson->noting = NULL;
    for (int who = 0; who < PARTIES; who++)
        party_free(lesson, who);
    witness_close(&lesson->witness);
    for (size_t i = 0; i < lesson->done; i++)
        record_free(&lesson->records[i]);
    free(lesson->records);
    lesson->records = NULL;
    lesson->done = 0;
}

static void note_call(void *self, const struct db_call *call)
{
    struct record *record = ((struct lesson *)self)->noting;
    if (!record)
        return;
    size_t count = record->call_count;
    record->calls = xreallocarray(record->calls, count + 1, sizeof *record->calls);
    record->calls[count] =
        (struct noted_call){xstrdup(call->text), xstrdup(call->result)};
    record->call_count++;
}

static int do_connect(struct lesson *lesson, const struct line *line, struct db_err *err)
{
    struct db_options options = DB_DEFAULTS;
    if (line->timeout > 0)
        options.timeout = line->timeout;
    options.cached_statements = 0; /* each line shows its own prepare and finalize */
    options.on_call = note_call;
    options.self = lesson;
    party_free(lesson, line->who);
    return db_connect(lesson->path, &options, &lesson->conns[line->who], err);
}

static void note_row(struct party *party, const struct db_row *row)
{
    if (party->fetched < SIGHT_ROWS)
        row_text(row, party->rows[party->fetched], ROW_TEXT);
    party->fetched++;
}

static int do_fetchone(struct lesson *lesson, int who, struct record *record)
{
    const struct db_row *row;
    int fetched = db_fetchone(lesson->curs[who], &row, &record->err);
    if (fetched == 1)
        note_row(&record->parties[who], row);
    return fetched;
}

static int do_fetchall(struct lesson *lesson, int who, struct record *record)
{
    struct db_rows rows;
    int result = db_fetchall(lesson->curs[who], &rows, &record->err);
    for (size_t i = 0; i < rows.count; i++)
        note_row(&record->parties[who], rows.rows[i]);
    db_rows_free(&rows);
    return result;
}

static int do_cursor(struct lesson *lesson, int who, struct db_err *err)
{
    db_cursor_free(lesson->curs[who]);
    return db_cursor(lesson->conns[who], &lesson->curs[who], err);
}

static int run_line(struct lesson *lesson, const struct line *line, struct record *record)
{
    struct db_conn *conn = lesson->conns[line->who];
    struct db_params params = {line->values, line->value_count, NULL};
    struct db_err *err = &record->err;

    switch (line->action) {
    case DO_CONNECT:
        return do_connect(lesson, line, err);
    case DO_CURSOR:
        return do_cursor(lesson, line->who, err);
    case DO_EXECUTE:
        return db_execute(lesson->curs[line->who], line->sql, params, err);
    case DO_FETCHONE:
        return do_fetchone(lesson, line->who, record);
    case DO_FETCHALL:
        return do_fetchall(lesson, line->who, record);
    case DO_COMMIT:
        return db_commit(conn, err);
    case DO_ROLLBACK:
        return db_rollback(conn, err);
    case DO_CLOSE:
        return db_close(conn, err);
    }
    return 0;
}

static double now_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void look_at_party(struct lesson *lesson, int who, struct record *record)
{
    struct party *party = &record->parties[who];
    const struct party *before =
        lesson->done ? &lesson->records[lesson->done - 1].parties[who] : NULL;
    int open = lesson->conns[who] ? db_in_transaction(lesson->conns[who], NULL) : -1;

    party->opened = lesson->conns[who];
    party->open = open >= 0;
    party->in_transaction = open == 1;
    if (party->in_transaction)
        party->since =
            before && before->in_transaction ? before->since : lesson->done + 1;
    party->has_cursor = party->open && lesson->curs[who];
    party->rowcount = -1;
    if (party->has_cursor) {
        party->rowcount = db_rowcount(lesson->curs[who]);
        party->has_lastrowid = db_lastrowid(lesson->curs[who], &party->lastrowid);
    }
}

static void fill_answer(const struct line *line, struct record *record)
{
    switch (line->ask) {
    case ASK_NOTHING:
        break;
    case ASK_SEEN:
        if (record->sight.result == 0)
            snprintf(record->answer, sizeof record->answer, "%zu", record->sight.count);
        else
            snprintf(record->answer, sizeof record->answer, "%s", record->sight.err.name);
        break;
    case ASK_TRANSACTION:
        strcpy(record->answer, record->parties[line->who].in_transaction ? "yes" : "no");
        break;
    case ASK_RESULT:
        strcpy(record->answer, record->result < 0 ? "no" : "yes");
        break;
    }
}

static int check_result(const struct lesson *lesson, const struct line *line,
                        const struct record *record, struct error *error)
{
    bool failed = record->result < 0, named = failed && *record->err.name;
    if (line->may_fail)
        return 0;
    if (failed && line->fails && !strcmp(record->err.name, line->fails))
        return 0;
    if (failed)
        return error_set(error, STATUS_HOST, "step %zu, %s: %s: %s%s%s%s",
                         lesson->done + 1, line->title, db_class_name(record->err.class),
                         record->err.message, named ? " (" : "", record->err.name,
                         named ? ")" : "");
    if (line->fails)
        return error_set(error, STATUS_HOST,
                         "step %zu, %s: this SQLite did not answer %s as it must",
                         lesson->done + 1, line->title, line->fails);
    return 0;
}

static int check_sight(const struct lesson *lesson, const struct line *line,
                       const struct record *record, struct error *error)
{
    char seen[600];
    sight_summary(&record->sight, seen, sizeof seen);
    if (!line->sees || !strcmp(line->sees, seen))
        return 0;
    return error_set(error, STATUS_HOST,
                     "step %zu, %s: the %s must see '%s' and sees '%s'", lesson->done + 1,
                     line->title, witness_name(lesson), line->sees, seen);
}

int lesson_advance(struct lesson *lesson, struct error *error)
{
    const struct line *line = &lesson->lines[lesson->done];
    struct record record = {0};
    double start;

    if (lesson->failed) {
        *error = lesson->failure;
        return -1;
    }
    lesson->noting = &record;
    start = now_milliseconds();
    record.result = run_line(lesson, line, &record);
    record.milliseconds = now_milliseconds() - start;
    lesson->noting = NULL;
    for (int who = 0; who < lesson->parties; who++)
        look_at_party(lesson, who, &record);
    witness_look(&lesson->witness, &record.sight);
    disk_look(lesson->path, &record.disk);
    fill_answer(line, &record);
    if (check_result(lesson, line, &record, &lesson->failure) ||
        check_sight(lesson, line, &record, &lesson->failure)) {
        record_free(&record);
        lesson->failed = true;
        *error = lesson->failure;
        return -1;
    }
    lesson->records =
        xreallocarray(lesson->records, lesson->done + 1, sizeof *lesson->records);
    lesson->records[lesson->done++] = record;
    return 0;
}
