#include "sqlite-demo/file/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"
#include "sqlite-demo/file/bytes.h"

/* ---- serial types ---- */

static const uint8_t small_sizes[12] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};

uint64_t serial_size(uint64_t type)
{
    return type < 12 ? small_sizes[type] : (type - 12) / 2;
}

const char *serial_name(uint32_t type, char buffer[40])
{
    if (type == 0)
        return "NULL";
    if (type == 7)
        return "real";
    if (type == 8 || type == 9)
        return type == 8 ? "the integer 0" : "the integer 1";
    if (type == 10 || type == 11)
        return "not used";
    const char *what = type < 7 ? "integer" : type & 1 ? "text" : "blob";
    unsigned long long size = (unsigned long long)serial_size(type);
    snprintf(buffer, 40, "%s of %llu byte%s", what, size, size == 1 ? "" : "s");
    return buffer;
}

void serial_value(uint32_t type, const uint8_t *bytes, struct value *value)
{
    *value = (struct value){.type = VALUE_NULL};
    if (type >= 12) {
        value->type = type & 1 ? VALUE_TEXT : VALUE_BLOB;
        value->size = (type - 12) / 2;
        value->bytes = bytes;
    } else if (type == 7) {
        uint64_t bits = be64(bytes);
        memcpy(&value->real, &bits, sizeof bits);
        if (value->real == value->real) /* not a number is NULL to SQLite */
            value->type = VALUE_REAL;
    } else if (type >= 8 && type <= 9) {
        value->type = VALUE_INTEGER;
        value->integer = type - 8;
    } else if (type >= 1 && type <= 6) {
        value->type = VALUE_INTEGER;
        value->integer = be_signed(bytes, small_sizes[type]);
    }
}

/* ---- reading ---- */

void record_set(struct record *record, const uint8_t *bytes, uint32_t size)
{
    uint64_t header = 0;
    int taken = varint_read(bytes, bytes + size, &header);
    record->bytes = bytes;
    record->size = size;
    record->parsed = 0;
    record->damaged = !taken || header > size || header < (uint64_t)taken;
    record->header = record->damaged ? 0 : (uint32_t)header;
    record->next = (uint32_t)taken;
    record->ends = record->header;
}

void record_free(struct record *record)
{
    free(record->types);
    free(record->offsets);
    *record = (struct record){0};
}

static void make_room(struct record *record)
{
    record->room = record->room ? 2 * record->room : 16;
    record->types = xreallocarray(record->types, record->room, sizeof *record->types);
    record->offsets =
        xreallocarray(record->offsets, record->room, sizeof *record->offsets);
}

/* One field more; false if it does not fit the record. */
static bool parse_one(struct record *record)
{
    uint64_t type = 0;
    const uint8_t *at = record->bytes + record->next;
    int taken = varint_read(at, record->bytes + record->header, &type);
    uint64_t size = serial_size(type);
    if (!taken || type > UINT32_MAX || size > (uint64_t)record->size - record->ends)
        return false;
    if (record->parsed == record->room)
        make_room(record);
    record->types[record->parsed] = (uint32_t)type;
    record->offsets[record->parsed++] = record->ends;
    record->next += (uint32_t)taken;
    record->ends += (uint32_t)size;
    return true;
}

bool record_has(struct record *record, uint32_t index)
{
    while (record->parsed <= index) {
        if (record->damaged || record->next >= record->header)
            return false;
        record->damaged = !parse_one(record);
    }
    return true;
}

bool record_field(struct record *record, uint32_t index, struct value *value)
{
    if (record->parsed <= index && !record_has(record, index))
        return false;
    serial_value(record->types[index], record->bytes + record->offsets[index], value);
    return true;
}

/* ---- writing ---- */

static uint32_t integer_type(int64_t integer)
{
    if (integer == 0 || integer == 1)
        return 8 + (uint32_t)integer;
    uint64_t size = integer < 0 ? ~(uint64_t)integer : (uint64_t)integer;
    if (size < 1u << 7)
        return 1;
    if (size < 1u << 15)
        return 2;
    if (size < 1u << 23)
        return 3;
    if (size < 1u << 31)
        return 4;
    return size < (uint64_t)1 << 47 ? 5 : 6;
}

static uint32_t serial_type(const struct value *value)
{
    switch (value->type) {
    case VALUE_NULL:
        return 0;
    case VALUE_INTEGER:
        return integer_type(value->integer);
    case VALUE_REAL:
        return 7;
    case VALUE_TEXT:
        return 13 + 2 * value->size;
    case VALUE_BLOB:
        return 12 + 2 * value->size;
    }
    return 0;
}

/* Types and sizes of records are below 2^35, which five bytes hold. */
static size_t varint_write(uint64_t number, uint8_t *to)
{
    size_t size = 1;
    while (size < 5 && number >> (7 * size))
        size++;
    for (size_t i = 0; to && i < size; i++)
        to[i] = (uint8_t)((number >> (7 * (size - 1 - i)) & 0x7f) |
                          (i + 1 < size ? 0x80 : 0));
    return size;
}

static void content_write(const struct value *value, uint32_t type, uint8_t *to)
{
    uint64_t bits = (uint64_t)value->integer;
    if (type >= 12) {
        if (value->size)
            memcpy(to, value->bytes, value->size);
        return;
    }
    if (type == 7)
        memcpy(&bits, &value->real, sizeof bits);
    for (unsigned size = small_sizes[type]; size > 0; size--, bits >>= 8)
        to[size - 1] = (uint8_t)bits;
}

size_t record_build(const struct value *values, size_t count, uint8_t *to)
{
    size_t types = 0, content = 0, header;
    for (size_t i = 0; i < count; i++) {
        uint32_t type = serial_type(&values[i]);
        types += varint_write(type, NULL);
        content += (size_t)serial_size(type);
    }
    header = types + 1;
    if (header > 127) /* the header counts its own size */
        header = types + (types + 2 > 16383 ? 3 : 2);
    if (!to)
        return header + content;
    uint8_t *type_at = to + varint_write(header, to), *content_at = to + header;
    for (size_t i = 0; i < count; i++) {
        uint32_t type = serial_type(&values[i]);
        type_at += varint_write(type, type_at);
        content_write(&values[i], type, content_at);
        content_at += serial_size(type);
    }
    return header + content;
}
