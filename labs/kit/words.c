/* The catalogue in memory: pairs, sorted by their English text. */
#include "labs/kit/words.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/settings.h"

enum { FILE_MAX = 1 << 20, CAPTURES_MAX = 8, NAME_MAX_BYTES = 8, PATTERN_MIN = 5 };

struct pair {
    char *english, *other;
};

static struct catalogue {
    char language[NAME_MAX_BYTES];
    struct pair *pairs;
    size_t count, room;
    bool sorted;
} catalogue = {.language = "en"};

/* ---- reading ---- */

/* The conversions of a format, in order: "%s %u" gives "su". */
static void conversions(const char *text, char *out, size_t size)
{
    size_t used = 0;
    for (const char *at = text; (at = strchr(at, '%')); at++) {
        at++;
        at += strspn(at, "-+ #0123456789.*'");
        size_t length = strspn(at, "hlzjt");
        for (size_t i = 0; i <= length && at[i] && used + 1 < size; i++)
            if (at[length] != '%')
                out[used++] = at[i];
        at += length;
        if (!*at)
            break;
    }
    out[used] = '\0';
}

static bool same_conversions(const char *one, const char *two)
{
    char first[32], second[32];
    conversions(one, first, sizeof first);
    conversions(two, second, sizeof second);
    return !strcmp(first, second);
}

/* "\n" is a new line. */
static char *unescaped(const char *text, size_t length)
{
    char *copy = xcalloc(length + 1, 1), *out = copy;
    for (size_t i = 0; i < length; i++) {
        bool newline = text[i] == '\\' && i + 1 < length && text[i + 1] == 'n';
        *out++ = newline ? '\n' : text[i];
        i += newline;
    }
    return copy;
}

static void add_pair(char *english, char *other)
{
    if (!same_conversions(english, other)) {
        free(english);
        free(other);
        return;
    }
    if (catalogue.count == catalogue.room) {
        catalogue.room = catalogue.room ? 2 * catalogue.room : 256;
        catalogue.pairs =
            xreallocarray(catalogue.pairs, catalogue.room, sizeof *catalogue.pairs);
    }
    catalogue.pairs[catalogue.count++] = (struct pair){english, other};
    catalogue.sorted = false;
}

/* "de: text": what follows the name, if the line begins with it. */
static const char *value_of(const char *line, const char *name)
{
    size_t length = strlen(name);
    return !strncmp(line, name, length) && !strncmp(line + length, ": ", 2)
               ? line + length + 2
               : NULL;
}

void words_add_file(const char *path)
{
    cleanup_free char *text = NULL, *english = NULL;
    size_t length;
    if (file_read(path, FILE_MAX, &text, &length, NULL) < 0)
        return;
    for (const char *line = text; *line;) {
        size_t end = strcspn(line, "\n");
        const char *en = value_of(line, "en");
        const char *other = value_of(line, catalogue.language);
        if (en) {
            free(english);
            english = unescaped(en, end - (size_t)(en - line));
        } else if (other && english) {
            add_pair(steal_pointer(&english),
                     unescaped(other, end - (size_t)(other - line)));
        }
        line += end + (line[end] == '\n');
    }
}

/* ---- choosing ---- */

/* "de_DE.UTF-8" is "de"; "C" and "POSIX" are English. */
static bool take_name(const char *name)
{
    size_t length = name ? strcspn(name, "_.@:-") : 0;
    if (length < 2 || length >= NAME_MAX_BYTES || strchr(name, '/') ||
        !strncmp(name, "POSIX", 5))
        return false;
    memcpy(catalogue.language, name, length);
    catalogue.language[length] = '\0';
    return true;
}

/* setlocale(3): the first of these that is set decides, even if it says C. */
static void take_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *wish = getenv("LANGUAGE");
    if (wish && *wish && take_name(wish))
        return;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (!value || !*value)
            continue;
        take_name(value);
        return;
    }
}

static void forget_pairs(void)
{
    for (size_t i = 0; i < catalogue.count; i++) {
        free(catalogue.pairs[i].english);
        free(catalogue.pairs[i].other);
    }
    catalogue.count = 0;
}

void words_choose(const char *name)
{
    cleanup_free char *setting = name ? NULL : setting_get("language");
    forget_pairs();
    strcpy(catalogue.language, "en");
    if (!take_name(name) && !take_name(setting))
        take_environment();
    if (!strcmp(catalogue.language, "en"))
        return;
    cleanup_free char *folder = path_data("words", NULL);
    cleanup_free char *path =
        folder ? xasprintf("%s/%s.words", folder, catalogue.language) : NULL;
    if (path)
        words_add_file(path);
    if (!catalogue.count)
        strcpy(catalogue.language, "en");
}

const char *words_language(void)
{
    return catalogue.language;
}

/* ---- saying ---- */

static int by_english(const void *one, const void *two)
{
    return strcmp(((const struct pair *)one)->english,
                  ((const struct pair *)two)->english);
}

/* For translators: with RING3_WORDS_MISSING=FILE each text without a pair is added to
 * that file. */
static void note_missing(const char *text)
{
    const char *path = getenv("RING3_WORDS_MISSING");
    cleanup_file FILE *file = path && *path ? fopen(path, "ae") : NULL;
    if (file)
        fprintf(file, "en: %s\n", text);
}

static const char *find(const char *text)
{
    if (!catalogue.count)
        return NULL;
    if (!catalogue.sorted)
        qsort(catalogue.pairs, catalogue.count, sizeof *catalogue.pairs, by_english);
    catalogue.sorted = true;
    const struct pair wanted = {(char *)text, NULL};
    const struct pair *found = bsearch(&wanted, catalogue.pairs, catalogue.count,
                                       sizeof *catalogue.pairs, by_english);
    return found ? found->other : NULL;
}

const char *say(const char *text)
{
    const char *found = text ? find(text) : NULL;
    if (!found && text && catalogue.count)
        note_missing(text);
    return found ? found : text;
}

/* ---- sentences ---- */

struct capture {
    const char *start;
    size_t length;
};

/* Where a conversion ends that begins at the '%'. */
static const char *after_conversion(const char *at)
{
    at += 1 + strspn(at + 1, "-+ #0123456789.*'hlzjt");
    return *at ? at + 1 : at;
}

/* Does the text come from the format? A conversion takes as little as it can. */
static bool fits(const char *format, const char *text, struct capture *captures,
                 size_t count)
{
    while (*format && *format != '%')
        if (*format++ != *text++)
            return false;
    if (!*format)
        return !*text;
    const char *rest = after_conversion(format);
    if (count == CAPTURES_MAX)
        return false;
    for (size_t length = 0;; length++) {
        captures[count] = (struct capture){text, length};
        if (fits(rest, text + length, captures, count + 1))
            return true;
        if (!text[length])
            return false;
    }
}

static char *filled(const char *format, const struct capture *captures)
{
    char *text = xstrdup("");
    for (const char *at = format; *at;) {
        size_t plain = strcspn(at, "%");
        char *longer = xasprintf("%s%.*s", text, (int)plain, at);
        free(text);
        text = longer;
        at += plain;
        if (!*at)
            break;
        cleanup_free char *part =
            xasprintf("%.*s", (int)captures->length, captures->start);
        const char *translated = find(part); /* a name, a number, or a known word */
        longer = xasprintf("%s%s", text, translated ? translated : part);
        free(text);
        text = longer;
        captures++;
        at = after_conversion(at);
    }
    return text;
}

char *say_sentence(const char *text)
{
    struct capture captures[CAPTURES_MAX];
    const char *whole = find(text);
    if (whole || !*text)
        return xstrdup(whole ? whole : "");
    for (size_t i = 0; i < catalogue.count; i++) {
        const char *english = catalogue.pairs[i].english;
        /* A pair that is hardly more than a conversion would fit everything. */
        if (strchr(english, '%') && strlen(english) > PATTERN_MIN &&
            fits(english, text, captures, 0))
            return filled(catalogue.pairs[i].other, captures);
    }
    if (catalogue.count)
        note_missing(text);
    return xstrdup(text);
}
