/* The catalogue in memory: the texts by their keys, and the pairs by their English text.
 *
 * English is cut up at the first text that is asked for, and stays: a program that says
 * nothing pays nothing.
 */
#include "labs/kit/words.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/settings.h"
#include "labs/kit/words_file.h"

enum { FILE_MAX = 1 << 20, CAPTURES_MAX = 8, NAME_MAX_BYTES = 8, PATTERN_MIN = 5 };

/* What is said in English, and in the other language: a text under its key, or a sentence
 * that a check prints. */
struct pair {
    const char *key; /* NULL: a sentence */
    const char *english;
    char *other; /* NULL: not translated */
};

struct pairs {
    struct pair *items;
    size_t count, room;
};

static struct catalogue {
    char language[NAME_MAX_BYTES];
    struct pairs texts;     /* by key; their English is never freed */
    struct pairs sentences; /* by English text: those of files, and translated texts */
    bool sorted;            /* sentences are */
} catalogue = {.language = "en"};

/* ---- texts ---- */

static void add(struct pairs *pairs, struct pair pair)
{
    if (pairs->count == pairs->room) {
        pairs->room = pairs->room ? 2 * pairs->room : 512;
        pairs->items = xreallocarray(pairs->items, pairs->room, sizeof *pairs->items);
    }
    pairs->items[pairs->count++] = pair;
}

static int by_key(const void *one, const void *two)
{
    return strcmp(((const struct pair *)one)->key, ((const struct pair *)two)->key);
}

static void load_english(void)
{
    char *text = xcalloc(words_english_size, 1);
    memcpy(text, words_english, words_english_size);
    struct words_entry entry;
    while (words_next(&text, &entry))
        add(&catalogue.texts, (struct pair){entry.name, entry.text, NULL});
    qsort(catalogue.texts.items, catalogue.texts.count, sizeof *catalogue.texts.items,
          by_key);
}

/* The text of a key, or NULL if it is none. */
static struct pair *text_of(const char *key)
{
    if (!catalogue.texts.count)
        load_english();
    const struct pair wanted = {key, NULL, NULL};
    return bsearch(&wanted, catalogue.texts.items, catalogue.texts.count,
                   sizeof *catalogue.texts.items, by_key);
}

/* ---- another language ---- */

static void add_sentence(const char *key, char *from, char *to)
{
    add(&catalogue.sentences, (struct pair){key, from, to});
    catalogue.sorted = false;
}

static void take_text(const struct words_entry *entry)
{
    struct pair *text = text_of(entry->name);
    if (!text || text->other || !*entry->text ||
        !words_same_conversions(text->english, entry->text))
        return;
    text->other = xstrdup(entry->text);
    add_sentence(text->key, xstrdup(text->english), xstrdup(text->other));
}

void words_add_file(const char *path)
{
    cleanup_free char *text = NULL;
    const char *from = NULL;
    struct words_entry entry;
    size_t length;
    if (file_read(path, FILE_MAX, &text, &length, NULL) < 0)
        return;
    for (char *at = text; words_next(&at, &entry);) {
        if (!strcmp(entry.name, "en")) {
            from = entry.text;
        } else if (strcmp(entry.name, catalogue.language) != 0) {
            take_text(&entry);
        } else if (from && *entry.text && words_same_conversions(from, entry.text)) {
            add_sentence(NULL, xstrdup(from), xstrdup(entry.text));
            from = NULL;
        }
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

static void forget_language(void)
{
    for (size_t i = 0; i < catalogue.sentences.count; i++) {
        free((char *)catalogue.sentences.items[i].english);
        free(catalogue.sentences.items[i].other);
    }
    catalogue.sentences.count = 0;
    for (size_t i = 0; i < catalogue.texts.count; i++) {
        free(catalogue.texts.items[i].other);
        catalogue.texts.items[i].other = NULL;
    }
}

void words_choose(const char *name)
{
    cleanup_free char *setting = name ? NULL : setting_get("language");
    forget_language();
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
    if (!catalogue.sentences.count)
        strcpy(catalogue.language, "en");
}

const char *words_language(void)
{
    return catalogue.language;
}

/* ---- saying ---- */

static bool is_english(void)
{
    return !strcmp(catalogue.language, "en");
}

static int by_english(const void *one, const void *two)
{
    const struct pair *first = one, *second = two;
    int order = strcmp(first->english, second->english);
    return order ? order : strcmp(first->other, second->other);
}

/* For translators: with RING3_WORDS_MISSING=FILE each text that has no translation is
 * added to that file. */
static void note_missing(const char *key, const char *text)
{
    const char *path = getenv("RING3_WORDS_MISSING");
    int reason = errno; /* of an error that is being told */
    FILE *file = path && *path ? fopen(path, "ae") : NULL;
    if (file) {
        fprintf(file, "%s: %s\n", key, text);
        fclose(file);
    }
    errno = reason;
}

/* A sentence without conversions, as it is. */
static const char *find(const char *sentence)
{
    struct pairs *all = &catalogue.sentences;
    if (!all->count)
        return NULL;
    if (!catalogue.sorted)
        qsort(all->items, all->count, sizeof *all->items, by_english);
    catalogue.sorted = true;
    const struct pair wanted = {NULL, sentence, ""};
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (by_english(&all->items[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < all->count && !strcmp(all->items[low].english, sentence)
               ? all->items[low].other
               : NULL;
}

const char *say(const char *key)
{
    if (!key)
        return NULL;
    const struct pair *text = text_of(key);
    const char *other = text ? text->other : find(key);
    if (other)
        return other;
    if (!is_english())
        note_missing(text ? key : "en", text ? text->english : key);
    return text ? text->english : key;
}

const char *english(const char *key)
{
    const struct pair *text = key ? text_of(key) : NULL;
    return text ? text->english : key;
}

const char *english_as(const char *key, const char *conversions)
{
    const char *text = english(key);
    return words_same_conversions(text, conversions) ? text : conversions;
}

const char *say_as(const char *key, const char *conversions)
{
    const char *text = say(key);
    return words_same_conversions(text, conversions) ? text
                                                     : english_as(key, conversions);
}

/* ---- sentences ---- */

struct capture {
    const char *start;
    size_t length;
};

/* Does the text come from the format? A conversion takes as little as it can. */
static bool fits(const char *format, const char *text, struct capture *captures,
                 size_t count)
{
    while (*format && *format != '%')
        if (*format++ != *text++)
            return false;
    if (!*format)
        return !*text;
    const char *rest = words_after_conversion(format);
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
        at = words_after_conversion(at);
    }
    return text;
}

/* How much of a format is its own text. */
static size_t own_text(const char *format)
{
    size_t length = 0;
    for (; *format; length++)
        format = *format == '%' ? words_after_conversion(format) : format + 1;
    return length;
}

/* The pair with the most text of its own that the sentence is made from; one that is
 * hardly more than its conversions would fit everything. */
static const struct pair *best_fit(const char *sentence)
{
    struct capture captures[CAPTURES_MAX];
    const struct pair *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < catalogue.sentences.count; i++) {
        const struct pair *pair = &catalogue.sentences.items[i];
        size_t own = own_text(pair->english);
        if (own > most && strchr(pair->english, '%') &&
            strlen(pair->english) > PATTERN_MIN &&
            fits(pair->english, sentence, captures, 0)) {
            best = pair;
            most = own;
        }
    }
    return best;
}

char *say_sentence(const char *sentence)
{
    struct capture captures[CAPTURES_MAX];
    const char *whole = find(sentence);
    if (whole || !*sentence)
        return xstrdup(whole ? whole : "");
    const struct pair *pair = best_fit(sentence);
    if (pair && fits(pair->english, sentence, captures, 0))
        return filled(pair->other, captures);
    if (!is_english())
        note_missing("en", sentence);
    return xstrdup(sentence);
}
