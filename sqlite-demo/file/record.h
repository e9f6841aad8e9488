/* A record: the values of a row, or of an entry of an index.
 *
 *     size of the header · a serial type per value · the values
 *
 *     0 NULL   1-6 integers of 1, 2, 3, 4, 6, 8 bytes   7 a double
 *     8 the integer 0   9 the integer 1   10, 11 not used
 *     12, 14, … a blob of (N-12)/2 bytes   13, 15, … text of (N-13)/2 bytes
 *
 * Source: sqlite.org/fileformat.html, 2.1.
 */
#ifndef RING3_SQLITE_FILE_RECORD_H
#define RING3_SQLITE_FILE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_type { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT, VALUE_BLOB };

struct value {
    enum value_type type;
    uint32_t size; /* of text and blobs */
    union {
        int64_t integer;
        double real;
        const uint8_t *bytes; /* text has no NUL at its end */
    };
};

enum { FIELDS_MAX = 2000 }; /* columns of a table, as Debian's SQLite allows */

/* How far a record was looked at: fields are found from left to right, and only as
 * far as somebody asked. */
struct record {
    const uint8_t *bytes;
    uint32_t size;
    uint32_t header; /* bytes of the header */
    uint32_t next;   /* where the type of field `parsed` stands */
    uint32_t ends;   /* where its content will begin */
    uint32_t parsed; /* fields found so far */
    bool damaged;
    uint32_t room; /* of the two arrays; the owner of the record frees them */
    uint32_t *types, *offsets;
};

/* Bytes that the content of a serial type takes. */
uint64_t serial_size(uint64_t type);
/* "integer of 2 bytes"; the buffer is for those with a number in them. */
const char *serial_name(uint32_t type, char buffer[40]);
/* Decodes the content at `bytes`. */
void serial_value(uint32_t type, const uint8_t *bytes, struct value *value);

/* Sets the record to new bytes; the arrays are used again. */
void record_set(struct record *record, const uint8_t *bytes, uint32_t size);
void record_free(struct record *record);
/* True if there is a field `index`; false at the end, or with `damaged` set. */
bool record_has(struct record *record, uint32_t index);
/* Its value; false as above. It points into the record. */
bool record_field(struct record *record, uint32_t index, struct value *value);

/* The record as bytes, as SQLite would write it: returns its size, and fills `to`
 * unless that is NULL. */
size_t record_build(const struct value *values, size_t count, uint8_t *to);

#endif
