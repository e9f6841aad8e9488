/* The session: one run to know all, then a machine that goes where it is wanted.
 *
 * Forward, the machine goes on; backward, it begins anew: ten million steps take a
 * fifth of a second, so nothing has to be remembered but the way. */
#include "sqlite-demo/stepper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"

static const uint64_t content_begin = 14695981039346656037u; /* FNV-1a */

static uint64_t add_bytes(uint64_t content, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        content = (content ^ ((const uint8_t *)bytes)[i]) * 1099511628211u;
    return content;
}

uint64_t content_add(uint64_t content, const struct value *value)
{
    uint8_t type = (uint8_t)value->type;
    content = add_bytes(content, &type, 1);
    if (value->type >= VALUE_TEXT)
        return add_bytes(content, value->bytes, value->size);
    return value->type == VALUE_NULL ? content : add_bytes(content, &value->integer, 8);
}

/* ---- the one run ---- */

static void keep_address(struct stepper *stepper, size_t *room, int address)
{
    if (stepper->total == *room) {
        *room = *room ? 2 * *room : 4096;
        stepper->addresses =
            xreallocarray(stepper->addresses, *room, sizeof *stepper->addresses);
    }
    stepper->addresses[stepper->total++] = (uint16_t)address;
}

static void run_once(struct stepper *stepper)
{
    struct machine *machine = &stepper->machine;
    enum outcome outcome = GO_ON;
    size_t room = 0;
    machine_init(machine, &stepper->db, &stepper->code);
    stepper->content = content_begin;
    while ((outcome == GO_ON || outcome == ROW) && stepper->total < STEPPER_LIMIT) {
        outcome = machine_run(machine, machine->steps + 1);
        keep_address(stepper, &room, machine->last);
        for (int i = 0; outcome == ROW && i < machine->row_count; i++)
            stepper->content = content_add(stepper->content,
                                           &reg_at(machine, machine->row_at + i)->value);
    }
    stepper->too_long = outcome == GO_ON || outcome == ROW;
    stepper->rows = machine->rows;
    stepper->stop = machine->stop;
    stepper->changed = machine->changed;
    snprintf(stepper->why_stopped, sizeof stepper->why_stopped, "%s",
             machine->why_stopped);
    machine_free(machine);
}

/* ---- opening ---- */

/* The copy is read anew with each machine, so that pages are counted from none. */
static int begin_anew(struct stepper *stepper, struct error *error)
{
    machine_free(&stepper->machine);
    database_close(&stepper->db);
    if (database_open(&stepper->db, stepper->path, error) < 0)
        return -1;
    machine_init(&stepper->machine, &stepper->db, &stepper->code);
    stepper->machine.hits = xcalloc(stepper->code.count, sizeof(uint64_t));
    stepper->at = 0;
    stepper->row_now = false;
    free(steal_pointer(&stepper->last_row));
    return 0;
}

/* SQLite opens the copy first: an interrupted transaction is rolled back by it. */
static int open_sqlite(struct stepper *stepper, struct error *error)
{
    int code =
        sqlite3_open_v2(stepper->path, &stepper->sqlite, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(stepper->sqlite,
                            "PRAGMA cache_spill=OFF;SELECT count(*) FROM sqlite_schema",
                            NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return 0;
    return error_set(error, STATUS_REQUEST, "SQLite says: %s",
                     sqlite3_errmsg(stepper->sqlite));
}

static int load(struct stepper *stepper, struct error *error)
{
    if (open_sqlite(stepper, error) < 0 ||
        program_load(stepper->sqlite, stepper->sql, &stepper->code, error) < 0)
        return -1;
    if (stepper->code.count > UINT16_MAX)
        return error_set(error, STATUS_UNDECIDED,
                         "the program has %zu instructions, and 65535 are the most here",
                         stepper->code.count);
    return database_open(&stepper->db, stepper->path, error);
}

int stepper_open(struct stepper *stepper, const char *path, const char *sql,
                 struct error *error)
{
    *stepper =
        (struct stepper){.sql = sql, .path = xstrdup(path), .db.fd = -1, .db.wal.fd = -1};
    /* Our look at the file comes first: it says which byte of which page. */
    int status = database_open(&stepper->db, path, error);
    if (status == 0 && stepper->db.stored < stepper->db.page_count)
        status = error_set(error, STATUS_REQUEST,
                           "the file is cut off: it holds %u of its %u pages",
                           stepper->db.stored, stepper->db.page_count);
    database_close(&stepper->db);
    if (status < 0 || load(stepper, error) < 0)
        return -1;
    schema_read(&stepper->db, &stepper->schema); /* only for names */
    run_once(stepper);
    return begin_anew(stepper, error);
}

void stepper_close(struct stepper *stepper)
{
    machine_free(&stepper->machine);
    database_close(&stepper->db);
    schema_free(&stepper->schema);
    program_unload(&stepper->code);
    sqlite3_close(stepper->sqlite);
    free(stepper->addresses);
    free(stepper->last_row);
    free(stepper->path);
    *stepper = (struct stepper){0};
}

/* ---- going ---- */

/* "1, 'Metropolis', NULL" */
static void keep_row(struct stepper *stepper)
{
    char text[STEPPER_TEXT] = "", one[120];
    struct machine *machine = &stepper->machine;
    size_t used = 0;
    for (int i = 0; i < machine->row_count && used + sizeof one + 8 < sizeof text; i++) {
        value_words(&reg_at(machine, machine->row_at + i)->value, one, sizeof one);
        used += (size_t)sprintf(text + used, "%s%s", i ? ", " : "", one);
    }
    free(stepper->last_row);
    stepper->last_row = xstrdup(text);
}

void stepper_go(struct stepper *stepper, uint64_t index)
{
    struct machine *machine = &stepper->machine;
    struct error error;
    if (index >= stepper->total)
        index = stepper->total - 1;
    if (stepper->at == index + 1)
        return;
    if (stepper->at > index && begin_anew(stepper, &error) < 0)
        die_error(&error); /* our own copy is gone */
    /* The steps between are not looked at, but a row on the way is kept. */
    while (machine->steps < index && machine_run(machine, index) == ROW)
        if (machine->steps + 4096 > index)
            keep_row(stepper);
    stepper->row_now = machine_step(machine) == ROW;
    if (stepper->row_now)
        keep_row(stepper);
    stepper->at = index + 1;
}

/* ---- the proof ---- */

static struct value column_value(sqlite3_stmt *stmt, int column)
{
    struct value value = {0};
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER:
        value.type = VALUE_INTEGER;
        value.integer = sqlite3_column_int64(stmt, column);
        return value;
    case SQLITE_FLOAT:
        value.type = VALUE_REAL;
        value.real = sqlite3_column_double(stmt, column);
        return value;
    case SQLITE_TEXT:
        value.type = VALUE_TEXT;
        value.bytes = sqlite3_column_text(stmt, column);
        break;
    case SQLITE_BLOB:
        value.type = VALUE_BLOB;
        value.bytes = sqlite3_column_blob(stmt, column);
        break;
    default:
        return value;
    }
    value.size = (uint32_t)sqlite3_column_bytes(stmt, column);
    return value;
}

static void run_sqlite(struct stepper *stepper, sqlite3_stmt *stmt)
{
    struct proof *proof = &stepper->proof;
    int status;
    proof->content = content_begin;
    while ((status = sqlite3_step(stmt)) == SQLITE_ROW) {
        proof->rows++;
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const struct value value = column_value(stmt, i);
            proof->content = content_add(proof->content, &value);
        }
    }
    if (status != SQLITE_DONE)
        snprintf(proof->failed, sizeof proof->failed, "%s",
                 sqlite3_errmsg(stepper->sqlite));
    else if (stepper->code.writes)
        proof->changed = sqlite3_changes64(stepper->sqlite);
    proof->steps =
        (uint64_t)(uint32_t)sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
}

static bool agrees(const struct stepper *stepper)
{
    const struct proof *proof = &stepper->proof;
    const char *ours = stepper->stop == STOP_ERROR ? stepper->why_stopped : "";
    return proof->rows == stepper->rows && proof->steps == stepper->total &&
           proof->content == stepper->content && proof->changed == stepper->changed &&
           !strcmp(proof->failed, ours);
}

/* A statement that writes is rolled back: the copy must stay as we read it. */
void stepper_prove(struct stepper *stepper)
{
    sqlite3_stmt *stmt = NULL;
    if (stepper->proof.done || stepper->stop == STOP_UNKNOWN || stepper->too_long)
        return;
    stepper->proof.done = true;
    sqlite3_exec(stepper->sqlite, "BEGIN", NULL, NULL, NULL);
    sqlite3_prepare_v2(stepper->sqlite, stepper->sql, -1, &stmt, NULL);
    run_sqlite(stepper, stmt);
    sqlite3_finalize(stmt);
    sqlite3_exec(stepper->sqlite, "ROLLBACK", NULL, NULL, NULL);
    if (stepper->stop == STOP_ERROR)
        stepper->changed = 0; /* what was changed before is undone */
    stepper->proof.same = agrees(stepper);
}

int stepper_status(const struct stepper *stepper)
{
    if (stepper->stop == STOP_UNKNOWN || stepper->too_long)
        return STATUS_UNDECIDED;
    if (stepper->stop == STOP_FAULT)
        return STATUS_REQUEST;
    return stepper->proof.done && !stepper->proof.same ? STATUS_NO : STATUS_OK;
}
