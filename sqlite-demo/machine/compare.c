#include "sqlite-demo/machine/compare.h"

#include <string.h>
#include <strings.h>

enum collation collation_named(const char *name, size_t length)
{
    static const struct {
        const char *name;
        enum collation collation;
    } names[] = {{"B", COLLATE_BINARY},
                 {"", COLLATE_BINARY},
                 {"BINARY", COLLATE_BINARY},
                 {"NOCASE", COLLATE_NOCASE},
                 {"RTRIM", COLLATE_RTRIM}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == length && !strncasecmp(names[i].name, name, length))
            return names[i].collation;
    return COLLATE_UNKNOWN;
}

static int sign(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_bytes(const struct value *a, const struct value *b)
{
    uint32_t common = a->size < b->size ? a->size : b->size;
    int order = common ? memcmp(a->bytes, b->bytes, common) : 0;
    return order ? (order < 0 ? -1 : 1) : sign(a->size, b->size);
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

/* Only the 26 letters of ASCII have two cases here. */
static int compare_nocase(const struct value *a, const struct value *b)
{
    uint32_t common = a->size < b->size ? a->size : b->size;
    for (uint32_t i = 0; i < common; i++) {
        int order = lower(a->bytes[i]) - lower(b->bytes[i]);
        if (order)
            return order < 0 ? -1 : 1;
    }
    return sign(a->size, b->size);
}

static struct value without_blanks(struct value text)
{
    while (text.size && text.bytes[text.size - 1] == ' ')
        text.size--;
    return text;
}

static int compare_text(const struct value *a, const struct value *b,
                        enum collation collation)
{
    if (collation == COLLATE_NOCASE)
        return compare_nocase(a, b);
    if (collation == COLLATE_RTRIM) {
        const struct value left = without_blanks(*a), right = without_blanks(*b);
        return compare_bytes(&left, &right);
    }
    return compare_bytes(a, b);
}

/* A long double holds every integer of 64 bits on x86-64 and aarch64. */
static int compare_numbers(const struct value *a, const struct value *b)
{
    if (a->type == VALUE_INTEGER && b->type == VALUE_INTEGER)
        return sign(a->integer, b->integer);
    long double left = a->type == VALUE_REAL ? a->real : (long double)a->integer;
    long double right = b->type == VALUE_REAL ? b->real : (long double)b->integer;
    return left < right ? -1 : left > right;
}

int compare_values(const struct value *a, const struct value *b, enum collation collation)
{
    static const uint8_t rank[] = {[VALUE_NULL] = 0,
                                   [VALUE_INTEGER] = 1,
                                   [VALUE_REAL] = 1,
                                   [VALUE_TEXT] = 2,
                                   [VALUE_BLOB] = 3};
    int order = rank[a->type] - rank[b->type];
    if (order)
        return order < 0 ? -1 : 1;
    if (rank[a->type] == 1)
        return compare_numbers(a, b);
    if (a->type == VALUE_TEXT)
        return compare_text(a, b, collation);
    return a->type == VALUE_BLOB ? compare_bytes(a, b) : 0;
}

int compare_field(const struct value *a, const struct value *b,
                  const struct key_order *order, uint32_t field)
{
    static const struct key_field plain = {0};
    const struct key_field *how =
        order && field < order->count ? &order->fields[field] : &plain;
    int result = compare_values(a, b, how->collation);
    if (how->nulls_last && (a->type == VALUE_NULL || b->type == VALUE_NULL))
        result = -result;
    return how->descending ? -result : result;
}

int compare_record(struct record *record, const struct reg *key, uint32_t count,
                   const struct key_order *order, int if_equal)
{
    struct value field;
    for (uint32_t i = 0; i < count; i++) {
        if (!record_field(record, i, &field))
            return record->damaged ? -2 : if_equal;
        int result = compare_field(&field, &key[i].value, order, i);
        if (result)
            return result;
    }
    return if_equal;
}

int compare_records(struct record *a, struct record *b, const struct key_order *order)
{
    return compare_keys(a, b, UINT32_MAX, order);
}

int compare_keys(struct record *a, struct record *b, uint32_t count,
                 const struct key_order *order)
{
    struct value left, right;
    for (uint32_t i = 0; i < count; i++) {
        if (!record_field(a, i, &left) || !record_field(b, i, &right))
            return 0;
        int result = compare_field(&left, &right, order, i);
        if (result)
            return result;
    }
    return 0;
}
