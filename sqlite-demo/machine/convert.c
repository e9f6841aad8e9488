#include "sqlite-demo/machine/convert.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static const double least_integer = -9223372036854775808.0;
static const double beyond_integers = 9223372036854775808.0;

/* ---- reading ---- */

/* Digits up to here are kept exactly; more only move the decimal point. */
static const uint64_t digits_full = (uint64_t)(INT64_MAX - 9) / 10;

struct scan {
    const uint8_t *at, *end;
    uint64_t digits; /* the number without its point */
    int exponent;    /* of ten */
    int count;       /* digits seen */
    bool negative, has_point, has_exponent, bad_exponent, overflows;
};

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(const struct scan *scan)
{
    return scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9';
}

static void scan_digits(struct scan *scan, bool after_point)
{
    for (; is_digit(scan); scan->at++) {
        scan->count++;
        if (scan->digits < digits_full) {
            scan->digits = scan->digits * 10 + (uint64_t)(*scan->at - '0');
            scan->exponent -= after_point;
        } else if (!after_point) {
            scan->exponent++;
            scan->overflows = true;
        }
    }
}

static void scan_exponent(struct scan *scan)
{
    int exponent = 0, sign = 1;
    scan->at++;
    scan->has_exponent = true;
    if (scan->at < scan->end && (*scan->at == '-' || *scan->at == '+'))
        sign = *scan->at++ == '-' ? -1 : 1;
    scan->bad_exponent = !is_digit(scan);
    for (; is_digit(scan); scan->at++)
        exponent = exponent < 10000 ? exponent * 10 + (*scan->at - '0') : 10000;
    scan->exponent += sign * exponent;
}

static void scan_number(struct scan *scan, const struct value *text)
{
    *scan = (struct scan){.at = text->bytes, .end = text->bytes + text->size};
    while (scan->at < scan->end && is_space(*scan->at))
        scan->at++;
    if (scan->at < scan->end && (*scan->at == '-' || *scan->at == '+'))
        scan->negative = *scan->at++ == '-';
    scan_digits(scan, false);
    if (scan->at < scan->end && *scan->at == '.') {
        scan->at++;
        scan->has_point = true;
        scan_digits(scan, true);
    }
    if (scan->count && scan->at < scan->end && (*scan->at | 32) == 'e')
        scan_exponent(scan);
    while (scan->at < scan->end && is_space(*scan->at))
        scan->at++;
}

static long double power_of_ten(int exponent)
{
    long double result = 1, square = 10;
    for (; exponent; exponent >>= 1, square *= square)
        if (exponent & 1)
            result *= square;
    return result;
}

static double scanned_real(const struct scan *scan)
{
    uint64_t digits = scan->digits;
    int exponent = scan->exponent;
    double result;
    for (; exponent > 0 && digits < INT64_MAX / 10; exponent--)
        digits *= 10;
    for (; exponent < 0 && digits % 10 == 0 && digits; exponent++)
        digits /= 10;
    if (digits == 0 || exponent < -4900)
        result = 0;
    else if (exponent == 0)
        result = (double)digits;
    else if (exponent > 0)
        result = (double)((long double)digits * power_of_ten(exponent));
    else
        result = (double)((long double)digits / power_of_ten(-exponent));
    return scan->negative ? -result : result;
}

/* The leading digits as an integer; false if they are too many for 64 bits. */
static bool scanned_integer(const struct value *text, int64_t *integer)
{
    const uint8_t *at = text->bytes, *end = at + text->size;
    bool negative = false, fits = true;
    uint64_t value = 0;
    while (at < end && is_space(*at))
        at++;
    if (at < end && (*at == '-' || *at == '+'))
        negative = *at++ == '-';
    for (; at < end && *at >= '0' && *at <= '9'; at++)
        fits &= !__builtin_mul_overflow(value, 10, &value) &&
                !__builtin_add_overflow(value, (uint64_t)(*at - '0'), &value);
    uint64_t most = (uint64_t)INT64_MAX + negative;
    if (!fits || value > most) {
        *integer = negative ? INT64_MIN : INT64_MAX;
        return false;
    }
    *integer = (int64_t)(negative ? 0 - value : value);
    return true;
}

enum number_form text_number(const struct value *text, struct value *number)
{
    struct scan scan;
    int64_t integer;
    scan_number(&scan, text);
    *number = (struct value){.type = VALUE_REAL};
    number->real = scanned_real(&scan);
    bool whole = scan.at == scan.end && scan.count && !scan.bad_exponent;
    bool plain = !scan.has_point && (!scan.has_exponent || scan.bad_exponent);
    if (plain && scanned_integer(text, &integer))
        *number = (struct value){.type = VALUE_INTEGER, .integer = integer};
    if (whole)
        return number->type == VALUE_INTEGER ? NUMBER_INTEGER : NUMBER_REAL;
    return scan.count ? NUMBER_BEGINS : NUMBER_NOT;
}

/* ---- writing ---- */

uint32_t number_text(const struct value *number, char buffer[40])
{
    if (number->type == VALUE_INTEGER)
        return (uint32_t)snprintf(buffer, 40, "%lld", (long long)number->integer);
    sqlite3_snprintf(40, buffer, "%!.15g", number->real);
    return (uint32_t)strlen(buffer);
}

void reg_make_text(struct reg *reg)
{
    char text[40];
    if (reg->value.type != VALUE_INTEGER && reg->value.type != VALUE_REAL)
        return;
    uint32_t size = number_text(&reg->value, text);
    memcpy(reg_make(reg, VALUE_TEXT, size), text, size);
}

/* ---- affinity ---- */

static int64_t real_to_integer(double real)
{
    if (real <= least_integer)
        return INT64_MIN;
    return real >= beyond_integers ? INT64_MAX : (int64_t)real;
}

void value_integer_affinity(struct value *value)
{
    int64_t integer = real_to_integer(value->real);
    if (value->type == VALUE_REAL && value->real == (double)integer &&
        integer > INT64_MIN && integer < INT64_MAX)
        *value = (struct value){.type = VALUE_INTEGER, .integer = integer};
}

/* Text that is a real with nothing behind its point is an integer as well. */
static void text_to_number(struct reg *reg)
{
    struct value number;
    enum number_form form = text_number(&reg->value, &number);
    if (form != NUMBER_INTEGER && form != NUMBER_REAL)
        return;
    value_integer_affinity(&number);
    reg_set_view(reg, &number);
}

void reg_apply_affinity(struct reg *reg, char affinity)
{
    if (affinity == AFFINITY_TEXT)
        reg_make_text(reg);
    if (affinity < AFFINITY_NUMERIC)
        return;
    if (reg->value.type == VALUE_TEXT)
        text_to_number(reg);
    else if (reg->value.type == VALUE_REAL)
        value_integer_affinity(&reg->value);
}

/* ---- CAST ---- */

static void cast_to_number(struct reg *reg)
{
    struct value number;
    if (reg->value.type < VALUE_TEXT)
        return;
    text_number(&reg->value, &number);
    /* "1e2" is 100, if the integer and the real are the same number */
    if (number.type == VALUE_REAL && number.real > -2251799813685248.0 &&
        number.real < 2251799813685248.0)
        value_integer_affinity(&number);
    reg_set_view(reg, &number);
}

void reg_cast(struct reg *reg, char affinity)
{
    if (reg_is_null(reg))
        return;
    switch (affinity) {
    case AFFINITY_TEXT:
    case AFFINITY_BLOB:
        reg_make_text(reg);
        reg->value.type = affinity == AFFINITY_TEXT ? VALUE_TEXT : VALUE_BLOB;
        break;
    case AFFINITY_INTEGER:
        reg_set_integer(reg, value_integer(&reg->value));
        break;
    case AFFINITY_REAL:
        reg_set_real(reg, value_real(&reg->value));
        break;
    default:
        cast_to_number(reg);
    }
}

/* ---- what an expression takes a value for ---- */

int64_t value_integer(const struct value *value)
{
    int64_t integer = 0;
    if (value->type == VALUE_INTEGER)
        return value->integer;
    if (value->type == VALUE_REAL)
        return real_to_integer(value->real);
    if (value->type != VALUE_NULL)
        scanned_integer(value, &integer);
    return integer;
}

double value_real(const struct value *value)
{
    struct scan scan;
    if (value->type == VALUE_INTEGER)
        return (double)value->integer;
    if (value->type == VALUE_REAL)
        return value->real;
    if (value->type == VALUE_NULL)
        return 0;
    scan_number(&scan, value);
    return scanned_real(&scan);
}

int value_truth(const struct value *value, int if_null)
{
    if (value->type == VALUE_NULL)
        return if_null;
    if (value->type == VALUE_INTEGER)
        return value->integer != 0;
    return value_real(value) != 0;
}

struct value value_number(const struct value *value)
{
    struct value number;
    if (value->type < VALUE_TEXT)
        return *value;
    enum number_form form = text_number(value, &number);
    if (form == NUMBER_NOT)
        number = (struct value){.type = VALUE_INTEGER};
    return number;
}
