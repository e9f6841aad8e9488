/* A line of a script as JSON, and JSON as values.
 *
 *     12  0.5  "text"  null  true        INT, REAL, TEXT, NULL, INT 1
 *     {"blob": "00ff"}                   BLOB
 *     {"real": "inf"}                    REAL: also "-inf", "nan" (which SQLite stores
 *                                        as NULL)
 *
 * jansson holds integers of 64 bits and finite reals, and refuses others. Python's
 * reader takes them, so they are put into words before jansson sees them:
 * {"integer": "99999999999999999999"}, {"real": "inf"}.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/script_internal.h"

/* ---- numbers that are too large ---- */

static bool is_number_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte && strchr("+-.eE", byte));
}

/* Writes the number `text` (which a NUL ends) as it is, or in words. */
static void write_number(FILE *out, const char *text)
{
    bool is_real = strpbrk(text, ".eE") != NULL;
    char *end;
    errno = 0;
    if (is_real) {
        double real = strtod(text, &end);
        if (!*end && isinf(real)) {
            fprintf(out, "{\"real\":\"%sinf\"}", real < 0 ? "-" : "");
            return;
        }
    } else {
        strtoll(text, &end, 10);
        if (!*end && errno == ERANGE) {
            fprintf(out, "{\"integer\":\"%s\"}", text);
            return;
        }
    }
    fputs(text, out);
}

static size_t string_end(const char *line, size_t length, size_t at)
{
    for (at++; at < length && line[at] != '"'; at++)
        if (line[at] == '\\')
            at++;
    return at < length ? at + 1 : length;
}

/* A copy of the line that jansson can hold; free it. NULL: none is needed. */
static char *with_large_numbers(const char *line, size_t length, size_t *new_length)
{
    char *copy = NULL, number[512];
    FILE *out;
    size_t next;

    for (next = 0; next < length; next++) /* 18 digits in a row are the least */
        if (line[next] >= '0' && line[next] <= '9' && next + 3 < length)
            break;
    if (next == length || !(out = open_memstream(&copy, new_length)))
        return NULL;
    for (size_t at = 0; at < length; at = next) {
        next = at + 1;
        if (line[at] == '"') {
            next = string_end(line, length, at);
        } else if (line[at] == '-' || (line[at] >= '0' && line[at] <= '9')) {
            while (next < length && is_number_byte(line[next]))
                next++;
            if (next - at < sizeof number) {
                memcpy(number, line + at, next - at);
                number[next - at] = '\0';
                write_number(out, number);
                continue;
            }
        }
        fwrite(line + at, 1, next - at, out);
    }
    fclose(out);
    return copy;
}

json_t *script_parse(struct script *script, const char *line, size_t length)
{
    json_error_t error;
    size_t new_length = length;
    char *copy = with_large_numbers(line, length, &new_length);
    json_t *json = json_loadb(copy ? copy : line, new_length, JSON_ALLOW_NUL, &error);
    free(copy);
    if (!json) {
        error.text[strcspn(error.text, "\n")] = '\0';
        script_fail(script, "column %d: %s", error.column, error.text);
    } else if (!json_is_array(json) || !json_is_string(json_array_get(json, 0))) {
        json_decref(json);
        json = NULL;
        script_fail(script, "a line is an array that begins with the name of an "
                            "operation, such as [\"connect\", \"c\", \":memory:\"]");
    }
    return json;
}

/* ---- values ---- */

static int digit_of(char byte)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = byte ? strchr(digits, byte | 0x20) : NULL;
    return found ? (int)(found - digits) : -1;
}

static int blob_value(struct script *script, const json_t *hex, struct db_value *value)
{
    const char *text = json_string_value(hex);
    size_t length = json_string_length(hex);
    unsigned char *bytes;
    if (!text || length % 2)
        return script_fail(script, "a blob is an even number of hexadecimal digits: "
                                   "{\"blob\": \"00ff\"}");
    bytes = script_memory(script, length / 2 + 1);
    for (size_t i = 0; i < length; i += 2) {
        int high = digit_of(text[i]), low = digit_of(text[i + 1]);
        if (high < 0 || low < 0)
            return script_fail(script, "'%c%c' is no hexadecimal byte of a blob", text[i],
                               text[i + 1]);
        bytes[i / 2] = (unsigned char)(high * 16 + low);
    }
    *value = db_blob(bytes, length / 2);
    return 0;
}

static int real_value(struct script *script, const json_t *word, struct db_value *value)
{
    static const char *const words[] = {"inf", "-inf", "nan"};
    const double reals[] = {INFINITY, -INFINITY, NAN};
    const char *text = json_string_value(word);
    for (size_t i = 0; text && i < 3; i++) {
        if (!strcmp(text, words[i])) {
            *value = db_real(reals[i]);
            return 0;
        }
    }
    return script_fail(script, "{\"real\": …} is \"inf\", \"-inf\" or \"nan\"");
}

static int object_value(struct script *script, const json_t *json, struct db_value *value)
{
    const json_t *only;
    if (json_object_size(json) == 1 && (only = json_object_get(json, "blob")))
        return blob_value(script, only, value);
    if (json_object_size(json) == 1 && (only = json_object_get(json, "real")))
        return real_value(script, only, value);
    if (json_object_size(json) == 1 && json_object_get(json, "integer"))
        *value = (struct db_value){.type = DB_BIG_INT};
    else
        *value = (struct db_value){.type = DB_OTHER, .text = "dict"};
    return 0;
}

int script_value(struct script *script, const json_t *json, struct db_value *value)
{
    *value = db_null();
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return object_value(script, json, value);
    case JSON_ARRAY:
        *value = (struct db_value){.type = DB_OTHER, .text = "list"};
        break;
    case JSON_STRING:
        *value = db_text_of(json_string_value(json), json_string_length(json));
        break;
    case JSON_INTEGER:
        *value = db_int(json_integer_value(json));
        break;
    case JSON_REAL:
        *value = db_real(json_real_value(json));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        *value = db_int(json_is_true(json));
        break;
    case JSON_NULL:
        break;
    }
    return 0;
}

/* ---- parameters ---- */

static int params_in_order(struct script *script, const json_t *json,
                           struct db_params *params)
{
    size_t count = json_array_size(json);
    struct db_value *values = script_memory(script, (count + 1) * sizeof *values);
    for (size_t i = 0; i < count; i++)
        if (script_value(script, json_array_get(json, i), &values[i]))
            return -1;
    *params = (struct db_params){values, count, NULL};
    return 0;
}

static int params_by_name(struct script *script, const json_t *json,
                          struct db_params *params)
{
    size_t count = json_object_size(json), i = 0;
    struct db_named *named = script_memory(script, (count + 1) * sizeof *named);
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)json, name, value)
    {
        named[i].name = name;
        if (script_value(script, value, &named[i++].value))
            return -1;
    }
    *params = (struct db_params){NULL, count, named};
    return 0;
}

/* In Python a text is a sequence, too: of its characters. */
static void params_of_text(struct script *script, const json_t *json,
                           struct db_params *params)
{
    const char *text = json_string_value(json);
    size_t length = json_string_length(json), count = 0;
    struct db_value *values = script_memory(script, (length + 1) * sizeof *values);
    for (size_t i = 0; i < length; i++) {
        if (((unsigned char)text[i] & 0xc0) == 0x80)
            values[count - 1].length++;
        else
            values[count++] = db_text_of(text + i, 1);
    }
    *params = (struct db_params){values, count, NULL};
}

int script_params(struct script *script, const json_t *json, struct db_params *params)
{
    *params = DB_NONE;
    if (!json)
        return 0;
    if (json_is_array(json))
        return params_in_order(script, json, params);
    if (json_is_object(json))
        return params_by_name(script, json, params);
    if (json_is_string(json))
        params_of_text(script, json, params);
    else
        *params = DB_UNSUITABLE;
    return 0;
}

const char *script_type(const json_t *json)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "dict", [JSON_ARRAY] = "list",    [JSON_STRING] = "str",
        [JSON_INTEGER] = "int", [JSON_REAL] = "float",    [JSON_TRUE] = "bool",
        [JSON_FALSE] = "bool",  [JSON_NULL] = "NoneType",
    };
    if (json_is_object(json) && json_object_get(json, "integer"))
        return "int";
    return names[json_typeof(json)];
}
