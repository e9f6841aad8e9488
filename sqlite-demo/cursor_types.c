/* PEP 249's type objects and constructors. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "sqlite-demo/cursor_internal.h"

/* In this order, like SQLite's own rules of affinity (sqlite.org/datatype3.html, 3.1):
 * the first word that the declared type contains decides. */
static const struct {
    const char *word;
    enum db_type_object type;
} words[] = {
    {"DATE", DB_DATETIME}, {"TIME", DB_DATETIME}, {"ROWID", DB_ROWID},
    {"INT", DB_NUMBER},    {"CHAR", DB_STRING},   {"CLOB", DB_STRING},
    {"TEXT", DB_STRING},   {"STRING", DB_STRING}, {"BLOB", DB_BINARY},
    {"BINARY", DB_BINARY}, {"REAL", DB_NUMBER},   {"FLOA", DB_NUMBER},
    {"DOUB", DB_NUMBER},   {"NUM", DB_NUMBER},    {"DEC", DB_NUMBER},
    {"BOOL", DB_NUMBER},
};

enum db_type_object db_column_type(const struct db_column *column)
{
    const char *name = column->name, *type = column->decltype;
    if (!strcasecmp(name, "rowid") || !strcasecmp(name, "oid") ||
        !strcasecmp(name, "_rowid_"))
        return DB_ROWID;
    for (size_t i = 0; type && i < sizeof words / sizeof *words; i++)
        if (strcasestr(type, words[i].word))
            return words[i].type;
    return DB_NO_TYPE;
}

struct db_value db_date(char buffer[DB_DATE_SIZE], int year, int month, int day)
{
    snprintf(buffer, DB_DATE_SIZE, "%04d-%02d-%02d", year, month, day);
    return db_text(buffer);
}

struct db_value db_time(char buffer[DB_DATE_SIZE], int hour, int minute, int second)
{
    snprintf(buffer, DB_DATE_SIZE, "%02d:%02d:%02d", hour, minute, second);
    return db_text(buffer);
}

struct db_value db_timestamp(char buffer[DB_DATE_SIZE], int year, int month, int day,
                             int hour, int minute, int second)
{
    size_t used;
    db_date(buffer, year, month, day);
    used = strlen(buffer);
    snprintf(buffer + used, DB_DATE_SIZE - used, " %02d:%02d:%02d", hour, minute, second);
    return db_text(buffer);
}

static struct tm local(int64_t ticks)
{
    time_t time = (time_t)ticks;
    struct tm tm = {0};
    localtime_r(&time, &tm);
    return tm;
}

struct db_value db_date_from_ticks(char buffer[DB_DATE_SIZE], int64_t ticks)
{
    struct tm tm = local(ticks);
    return db_date(buffer, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

struct db_value db_time_from_ticks(char buffer[DB_DATE_SIZE], int64_t ticks)
{
    struct tm tm = local(ticks);
    return db_time(buffer, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

struct db_value db_timestamp_from_ticks(char buffer[DB_DATE_SIZE], int64_t ticks)
{
    struct tm tm = local(ticks);
    return db_timestamp(buffer, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                        tm.tm_min, tm.tm_sec);
}

struct db_value db_binary(const void *bytes, size_t length)
{
    return db_blob(bytes, length);
}
