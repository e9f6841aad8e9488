/* A scan of SQL that knows strings, quoted names, comments and brackets, and no more. */
#include "sqlite-demo/machine/call.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* Behind the string, quoted name or comment that begins here; `at` if none does. */
static const char *pass_quoted(const char *at)
{
    const char *end = NULL;
    if (*at == '\'' || *at == '"' || *at == '`')
        end = strchr(at + 1, *at);
    else if (*at == '[')
        end = strchr(at, ']');
    else if (!strncmp(at, "--", 2))
        end = strchr(at, '\n');
    else if (!strncmp(at, "/*", 2))
        end = (end = strstr(at + 2, "*/")) ? end + 1 : NULL;
    else
        return at;
    return end ? end + 1 : at + strlen(at);
}

/* From behind the opening bracket: how many arguments stand before the closing one. */
static int count_in_brackets(const char *at)
{
    int depth = 1, commas = 0;
    bool empty = true;
    while (*at) {
        const char *behind = pass_quoted(at);
        if (behind != at) {
            at = behind;
            empty = false;
            continue;
        }
        depth += (*at == '(') - (*at == ')');
        if (depth == 0)
            return empty ? 0 : commas + 1;
        commas += depth == 1 && *at == ',';
        empty &= isspace((unsigned char)*at) != 0;
        at++;
    }
    return -1;
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 128;
}

int call_arguments(const char *sql, const char *name, size_t length)
{
    int found = -1;
    for (const char *at = sql; *at;) {
        const char *behind = pass_quoted(at);
        if (behind != at) {
            at = behind;
            continue;
        }
        if (!is_name(*at)) {
            at++;
            continue;
        }
        for (behind = at; is_name(*behind); behind++)
            ;
        bool same = (size_t)(behind - at) == length && !strncasecmp(at, name, length);
        for (at = behind; isspace((unsigned char)*at); at++)
            ;
        if (!same || *at != '(')
            continue;
        int count = count_in_brackets(at + 1);
        if (count < 0 || (found >= 0 && count != found))
            return -1;
        found = count;
    }
    return found;
}
