/* Looking at a database from outside of the connection that changes it. */
#include "sqlite-demo/witness.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "labs/kit/error.h"
#include "labs/kit/utf8.h"

const char *const disk_suffixes[DISK_FILES] = {"", "-journal", "-wal"};

void disk_look(const char *path, struct disk *disk)
{
    for (int i = 0; i < DISK_FILES; i++) {
        char name[4096];
        struct stat status;
        snprintf(name, sizeof name, "%s%s", path, disk_suffixes[i]);
        bool exists = stat(name, &status) == 0;
        disk->files[i] = (struct disk_file){exists, exists ? (int64_t)status.st_size : 0};
    }
}

/* What comes out of a database may hold anything: control characters, which could
 * move the cursor of a terminal, and bytes that are no UTF-8 become U+FFFD. */
static void clean_text(const char *text, size_t length, char *buffer, size_t size)
{
    size_t used = 0;
    while (length && used + 5 < size) {
        uint32_t code;
        size_t taken = utf8_decode(text, length, &code);
        if (code < ' ' || (code >= 0x7f && code < 0xa0))
            code = 0xFFFD;
        used += utf8_encode(code, buffer + used);
        text += taken;
        length -= taken;
    }
    buffer[used] = '\0';
}

static void value_text(const struct db_value *value, char *buffer, size_t size)
{
    char clean[240];
    switch (value->type) {
    case DB_NULL:
        snprintf(buffer, size, "NULL");
        break;
    case DB_INT:
        snprintf(buffer, size, "%lld", (long long)value->integer);
        break;
    case DB_REAL:
        snprintf(buffer, size, "%.15g", value->real);
        break;
    case DB_TEXT:
        clean_text(value->text, value->length, clean, sizeof clean);
        snprintf(buffer, size, "'%s'", clean);
        break;
    case DB_BLOB:
        snprintf(buffer, size, "%zu bytes", value->length);
        break;
    case DB_OTHER:
    case DB_BIG_INT:
        break; /* never in a row */
    }
}

void row_text(const struct db_row *row, char *buffer, size_t size)
{
    char whole[1024] = "", one[256];
    size_t used = 0;
    for (size_t i = 0; i < row->count && used + sizeof one + 3 < sizeof whole; i++) {
        value_text(&row->values[i], one, sizeof one);
        used += (size_t)sprintf(whole + used, "%s%s", i ? ", " : "", one);
    }
    if (used < size) {
        memcpy(buffer, whole, used + 1);
        return;
    }
    size_t fit = utf8_prefix(whole, (int)size / 4);
    snprintf(buffer, size, "%.*s…", (int)fit, whole);
}

static int witness_open(struct witness *witness, struct db_err *err)
{
    struct db_options options = DB_DEFAULTS;
    options.timeout = 0;
    if (witness->conn)
        return 0;
    if (db_connect(witness->path, &options, &witness->conn, err) ||
        db_cursor(witness->conn, &witness->cur, err)) {
        witness_close(witness);
        return -1;
    }
    return 0;
}

/* A SELECT that is left in the middle would hold its lock: it is always ended. */
static int look(struct witness *witness, struct sight *sight)
{
    const struct db_row *row;
    int fetched = 0;

    if (witness_open(witness, &sight->err) ||
        db_execute(witness->cur, witness->watch, DB_NONE, &sight->err))
        return -1;
    while (sight->count <= SIGHT_COUNT_MAX &&
           (fetched = db_fetchone(witness->cur, &row, &sight->err)) == 1) {
        if (sight->kept < SIGHT_ROWS)
            row_text(row, sight->rows[sight->kept++], ROW_TEXT);
        sight->count++;
    }
    db_execute(witness->cur, "", DB_NONE, NULL);
    return fetched < 0 ? -1 : 0;
}

void witness_look(struct witness *witness, struct sight *sight)
{
    struct disk disk;
    *sight = (struct sight){0};
    disk_look(witness->path, &disk);
    sight->looked = disk.files[DISK_DATABASE].exists;
    if (sight->looked) /* the witness must not be the one who creates the file */
        sight->result = look(witness, sight);
}

void witness_close(struct witness *witness)
{
    db_cursor_free(witness->cur);
    db_conn_free(witness->conn);
    witness->cur = NULL;
    witness->conn = NULL;
}

void sight_summary(const struct sight *sight, char *buffer, size_t size)
{
    if (!sight->looked)
        snprintf(buffer, size, "no file yet");
    else if (sight->result && (sight->err.code & 0xff) == 1) /* SQLITE_ERROR: words do */
        snprintf(buffer, size, "%s", sight->err.message);
    else if (sight->result)
        snprintf(buffer, size, "%s: %s", sight->err.name, sight->err.message);
    else if (sight->count > SIGHT_COUNT_MAX)
        snprintf(buffer, size, "more than %d rows", SIGHT_COUNT_MAX);
    else
        snprintf(buffer, size, "%zu row%s", sight->count, sight->count == 1 ? "" : "s");
}

bool sight_same(const struct sight *a, const struct sight *b)
{
    char left[600], right[600];
    sight_summary(a, left, sizeof left);
    sight_summary(b, right, sizeof right);
    if (strcmp(left, right) || a->kept != b->kept)
        return false;
    for (size_t i = 0; i < a->kept; i++)
        if (strcmp(a->rows[i], b->rows[i]))
            return false;
    return true;
}
