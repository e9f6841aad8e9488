/* The cursor library, fourth part: the types and constructors that PEP 249 names.
 *
 * SQLite has no type for dates: they are text, written so that they sort in order of
 * time. cursor.h includes this header.
 */
#ifndef RING3_SQLITE_DEMO_CURSOR_TYPES_H
#define RING3_SQLITE_DEMO_CURSOR_TYPES_H

#include "sqlite-demo/cursor.h"

/* PEP 249's type objects: what a column is for, going by its declared type. */
enum db_type_object {
    DB_NO_TYPE, /* an expression, or a type that says nothing */
    DB_STRING,
    DB_BINARY,
    DB_NUMBER,
    DB_DATETIME,
    DB_ROWID, /* named rowid, oid or _rowid_ */
};

enum db_type_object db_column_type(const struct db_column *column);

enum { DB_DATE_SIZE = 32 };

/* Each writes into `buffer`, which the value then points to: "1927-01-10",
 * "20:15:00", "1927-01-10 20:15:00". Numbers out of range are written as they are
 * (SQLite's date functions then give NULL). */
struct db_value db_date(char buffer[DB_DATE_SIZE], int year, int month, int day);
struct db_value db_time(char buffer[DB_DATE_SIZE], int hour, int minute, int second);
struct db_value db_timestamp(char buffer[DB_DATE_SIZE], int year, int month, int day,
                             int hour, int minute, int second);
/* From seconds since 1970, in the local time zone, as PEP 249 says. */
struct db_value db_date_from_ticks(char buffer[DB_DATE_SIZE], int64_t ticks);
struct db_value db_time_from_ticks(char buffer[DB_DATE_SIZE], int64_t ticks);
struct db_value db_timestamp_from_ticks(char buffer[DB_DATE_SIZE], int64_t ticks);
/* PEP 249's Binary(): the same as db_blob() here. */
struct db_value db_binary(const void *bytes, size_t length);

#endif
