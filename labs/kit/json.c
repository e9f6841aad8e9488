/* Writing JSON (RFC 8259): one value per line, in UTF-8.
 *
 * Whatever bytes come in, what goes out is valid: malformed UTF-8 becomes U+FFFD,
 * and everything that a terminal might obey (C0, DEL, C1) is escaped. Numbers look
 * the same in every locale. Keys are ours, but they are escaped all the same.
 *
 * A call that could only give broken JSON (a field without a key, too many levels,
 * closing what is not open) is a mistake in the program: it aborts, with the reason.
 * Errors of the stream are not looked at here; who owns it asks ferror().
 */
#include "labs/kit/json.h"

#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/utf8.h"

static void require(bool condition, const char *reason)
{
    if (condition)
        return;
    fprintf(stderr, "json: %s\n", reason);
    abort();
}

static const char *escape_of(uint32_t code)
{
    switch (code) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

static void put_character(FILE *out, uint32_t code)
{
    const char *escape = escape_of(code);
    if (escape) {
        fputs(escape, out);
    } else if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
        fprintf(out, "\\u%04" PRIx32, code);
    } else {
        char bytes[4];
        size_t length = utf8_encode(code, bytes);
        fwrite(bytes, 1, length, out);
    }
}

static void put_string(FILE *out, const char *bytes, size_t length)
{
    putc('"', out);
    while (length > 0) {
        uint32_t code;
        size_t taken = utf8_decode(bytes, length, &code);
        put_character(out, code);
        bytes += taken;
        length -= taken;
    }
    putc('"', out);
}

/* What stands before every item: the comma that is due, and the key. */
static void put_key(struct json *json, const char *key)
{
    bool in_object = json->closer[json->depth] == '}';
    require(in_object == (key != NULL), in_object ? "a field of an object needs a key"
                                                  : "only fields of objects have a key");
    require(json->depth > 0 || !json->has_item[0], "one value per line");
    if (json->has_item[json->depth])
        putc(',', json->out);
    json->has_item[json->depth] = true;
    if (key) {
        put_string(json->out, key, strlen(key));
        putc(':', json->out);
    }
}

struct json json_begin(FILE *out)
{
    return (struct json){.out = out};
}

static void open_level(struct json *json, const char *key, char opener, char closer)
{
    require(json->depth < JSON_DEPTH_MAX, "too many levels");
    put_key(json, key);
    json->depth++;
    json->has_item[json->depth] = false;
    json->closer[json->depth] = closer;
    putc(opener, json->out);
}

void json_object(struct json *json, const char *key)
{
    open_level(json, key, '{', '}');
}

void json_array(struct json *json, const char *key)
{
    open_level(json, key, '[', ']');
}

void json_close(struct json *json)
{
    require(json->depth > 0, "nothing is open");
    putc(json->closer[json->depth--], json->out);
}

void json_text(struct json *json, const char *key, const char *bytes, size_t length)
{
    put_key(json, key);
    put_string(json->out, bytes, length);
}

void json_string(struct json *json, const char *key, const char *value)
{
    if (value)
        json_text(json, key, value, strlen(value));
    else
        json_null(json, key);
}

void json_integer(struct json *json, const char *key, int64_t value)
{
    put_key(json, key);
    fprintf(json->out, "%" PRId64, value);
}

void json_unsigned(struct json *json, const char *key, uint64_t value)
{
    put_key(json, key);
    fprintf(json->out, "%" PRIu64, value);
}

/* The fewest digits that give the same number again. True if they show that it is a
 * real: by a point or an exponent. */
static bool put_digits(struct json *json, double value)
{
    char digits[64];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    const char *point = localeconv()->decimal_point;
    char *found = strstr(digits, point);
    if (found)
        fprintf(json->out, "%.*s.%s", (int)(found - digits), digits,
                found + strlen(point));
    else
        fputs(digits, json->out);
    return found || strchr(digits, 'e');
}

void json_number(struct json *json, const char *key, double value)
{
    put_key(json, key);
    if (isfinite(value))
        put_digits(json, value);
    else
        fputs("null", json->out);
}

void json_real(struct json *json, const char *key, double value)
{
    put_key(json, key);
    if (!isfinite(value))
        fputs("null", json->out);
    else if (!put_digits(json, value))
        fputs(".0", json->out);
}

void json_bool(struct json *json, const char *key, bool value)
{
    put_key(json, key);
    fputs(value ? "true" : "false", json->out);
}

void json_null(struct json *json, const char *key)
{
    put_key(json, key);
    fputs("null", json->out);
}

void json_end(struct json *json)
{
    while (json->depth > 0)
        json_close(json);
    json->has_item[0] = false;
    putc('\n', json->out);
}
