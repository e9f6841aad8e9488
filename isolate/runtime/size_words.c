/* Quantities as they are typed. */
#include "isolate/runtime/size_words.h"

#include <ctype.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/options.h"

static int is_unlimited(const char *text)
{
    return !strcmp(text, "max") || !strcmp(text, "-1");
}

int size_words_bytes(const char *option, const char *text, int unlimited, uint64_t *bytes,
                     struct error *error)
{
    static const char units[] = "KMGT";
    *bytes = 0;
    if (!text)
        return 0;
    if (unlimited && is_unlimited(text)) {
        *bytes = UINT64_MAX;
        return 0;
    }
    cleanup_free char *digits = xstrdup(text);
    size_t length = strlen(digits);
    unsigned shift = 0;
    if (length > 2 && tolower((unsigned char)digits[length - 1]) == 'b' &&
        !isdigit((unsigned char)digits[length - 2]))
        digits[--length] = 0;
    const char *unit =
        length > 1 ? strchr(units, toupper((unsigned char)digits[length - 1])) : NULL;
    if (unit && *unit) {
        digits[length - 1] = 0;
        shift = 10 * (unsigned)(unit - units + 1);
    }
    if (option_number(option, digits, 1, UINT64_MAX >> shift >> 1, bytes, NULL) < 0)
        return error_set(error, STATUS_REQUEST,
                         "%s %s: a number of bytes is needed, such as 4096, 64K, 512M or "
                         "2G",
                         option, text);
    *bytes <<= shift;
    return 0;
}

int size_words_count(const char *option, const char *text, uint64_t *count,
                     struct error *error)
{
    *count = 0;
    if (!text)
        return 0;
    if (is_unlimited(text)) {
        *count = UINT64_MAX;
        return 0;
    }
    return option_number(option, text, 1, 4000000, count, error);
}

int size_words_micro(const char *option, const char *text, const char *what,
                     uint64_t *millionths, struct error *error)
{
    uint64_t value = 0, whole = 0;
    int places = -1;
    *millionths = 0;
    if (!text)
        return 0;
    for (const char *at = text; *at; at++) {
        if (*at == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (!isdigit((unsigned char)*at) || places == 6 || whole > 1000000000)
            goto wrong;
        value = value * 10 + (uint64_t)(*at - '0');
        if (places < 0)
            whole = value;
        else
            places++;
    }
    for (places = places < 0 ? 0 : places; places < 6; places++)
        value *= 10;
    if (value) {
        *millionths = value;
        return 0;
    }
wrong:
    return error_set(error, STATUS_REQUEST, "%s %s: %s, such as 1.5", option, text, what);
}
