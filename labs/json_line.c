/* One flat object: {"key": "value", "number": 1}. What is nested is passed over by
 * counting brackets outside of strings.
 */
#include "labs/json_line.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/utf8.h"

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* "\u00e9" after the 'u'; a pair of surrogates becomes U+FFFD, twice. */
static const char *read_escape(const char *at, char **out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *simple = *at ? strchr(from, *at) : NULL;
    if (simple) {
        *(*out)++ = to[simple - from];
        return at + 1;
    }
    if (*at != 'u' || strspn(at + 1, "0123456789abcdefABCDEF") < 4)
        return NULL;
    char digits[5] = {at[1], at[2], at[3], at[4], 0};
    uint32_t code = (uint32_t)strtoul(digits, NULL, 16);
    if (code == 0 || (code >= 0xd800 && code < 0xe000))
        code = 0xfffd;
    *out += utf8_encode(code, *out);
    return at + 5;
}

/* Reads a string at its opening quote; *value is freed by the caller. NULL: none. */
static const char *read_string(const char *at, char **value)
{
    if (*at++ != '"')
        return NULL;
    char *out = *value =
        xcalloc(strlen(at) + 1, 1); /* no escape is shorter than its text */
    while (at && *at && *at != '"') {
        if (*at == '\\')
            at = read_escape(at + 1, &out);
        else
            *out++ = *at++;
    }
    if (at && *at == '"')
        return at + 1;
    free(*value);
    *value = NULL;
    return NULL;
}

/* Passes over any value; NULL where the line ends within it. */
static const char *skip_value(const char *at)
{
    int depth = 0;
    while (*at) {
        if (*at == '"') {
            cleanup_free char *ignored = NULL;
            at = read_string(at, &ignored);
            if (!at)
                return NULL;
            continue;
        }
        if (*at == '{' || *at == '[')
            depth++;
        if ((*at == '}' || *at == ']' || *at == ',') && depth == 0)
            return at;
        if (*at == '}' || *at == ']')
            depth--;
        at++;
    }
    return NULL;
}

char *json_line_string(const char *line, const char *key)
{
    const char *at = skip_blanks(line);
    if (*at++ != '{')
        return NULL;
    while (at) {
        cleanup_free char *name = NULL;
        at = read_string(skip_blanks(at), &name);
        if (!at || *(at = skip_blanks(at)) != ':')
            return NULL;
        at = skip_blanks(at + 1);
        if (!strcmp(name, key)) {
            char *value = NULL;
            return read_string(at, &value) ? value : NULL;
        }
        at = skip_value(at);
        if (!at || *at++ != ',')
            return NULL;
    }
    return NULL;
}
