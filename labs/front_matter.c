/* Reads exercise.md: the front matter, the task, the hints, the why.
 *
 *     ---
 *     title: Which page leaves?          one "key: value" per line, each key once
 *     kind: predict
 *     ---
 *     The task, in Markdown.
 *     ## Hint 1                          1, 2, 3 … in order, none left out
 *     ## Why                             the last section
 *
 * It is strict on purpose: whoever writes an exercise learns at once, with the
 * line, what is wrong. A "## " inside a fenced block of code is text.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/exercise.h"
#include "labs/kit/suggest.h"

enum { MINUTES_MAX = 600 };

struct reader {
    const char *file;
    const char *at, *end; /* what is still to be read */
    unsigned line;        /* of the line that next_line() gave last */
    struct error *error;
};

/* A piece of the text, not terminated. */
struct slice {
    const char *start;
    size_t length;
};

static int fail(const struct reader *reader, const char *what)
{
    return error_set(reader->error, STATUS_REQUEST, "%s:%u: %s", reader->file,
                     reader->line, what);
}

static int fail_about(const struct reader *reader, const char *format, struct slice about)
{
    char what[256], name[64];
    snprintf(name, sizeof name, "%.*s", (int)(about.length < 60 ? about.length : 60),
             about.start);
    for (char *c = name; *c; c++)
        if (iscntrl((unsigned char)*c))
            *c = '?';
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(what, sizeof what, format, name);
#pragma GCC diagnostic pop
    return fail(reader, what);
}

static bool next_line(struct reader *reader, struct slice *line)
{
    if (reader->at == reader->end)
        return false;
    const char *newline = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    const char *stop = newline ? newline : reader->end;
    *line = (struct slice){reader->at, (size_t)(stop - reader->at)};
    reader->at = newline ? newline + 1 : reader->end;
    reader->line++;
    return true;
}

static struct slice trimmed(struct slice slice)
{
    while (slice.length && isspace((unsigned char)slice.start[0]))
        slice = (struct slice){slice.start + 1, slice.length - 1};
    while (slice.length && isspace((unsigned char)slice.start[slice.length - 1]))
        slice.length--;
    return slice;
}

static bool slice_is(struct slice slice, const char *text)
{
    return slice.length == strlen(text) && !memcmp(slice.start, text, slice.length);
}

static char *slice_copy(struct slice slice)
{
    return xasprintf("%.*s", (int)slice.length, slice.start);
}

/* How the value of each key is stored: one function per type of value. */
struct key {
    const char *name;
    bool required;
    int (*store)(struct reader *, struct slice value, void *place);
    size_t offset;
};

static int store_text(struct reader *reader, struct slice value, void *place)
{
    (void)reader;
    *(char **)place = slice_copy(value);
    return 0;
}

static int store_kind(struct reader *reader, struct slice value, void *place)
{
    for (enum exercise_kind kind = KIND_PREDICT; kind <= KIND_FIND; kind++) {
        if (slice_is(value, exercise_kind_name(kind))) {
            *(enum exercise_kind *)place = kind;
            return 0;
        }
    }
    return fail_about(reader, "kind '%s' is none of: predict, code, do, find", value);
}

static int store_minutes(struct reader *reader, struct slice value, void *place)
{
    unsigned minutes = 0;
    for (size_t i = 0; i < value.length; i++) {
        if (!isdigit((unsigned char)value.start[i]) || minutes > MINUTES_MAX)
            return fail_about(reader, "minutes '%s' is not a number from 1 to 600",
                              value);
        minutes = 10 * minutes + (unsigned)(value.start[i] - '0');
    }
    if (minutes < 1 || minutes > MINUTES_MAX)
        return fail_about(reader, "minutes '%s' is not a number from 1 to 600", value);
    *(unsigned *)place = minutes;
    return 0;
}

static int store_yes(struct reader *reader, struct slice value, void *place)
{
    if (!slice_is(value, "yes"))
        return fail_about(reader, "solved '%s': write 'yes', or leave the line out",
                          value);
    *(bool *)place = true;
    return 0;
}

/* "cc, sandbox": words of letters, digits, '-' and '.', separated by commas. */
static int store_words(struct reader *reader, struct slice value, void *place)
{
    struct words *words = place;
    const char *end = value.start + value.length;
    for (const char *at = value.start; at <= end;) {
        const char *comma = at < end ? memchr(at, ',', (size_t)(end - at)) : NULL;
        const char *stop = comma ? comma : end;
        struct slice word = trimmed((struct slice){at, (size_t)(stop - at)});
        for (size_t i = 0; i < word.length; i++)
            if (!isalnum((unsigned char)word.start[i]) && !strchr("-.", word.start[i]))
                return fail_about(reader, "'%s' is not one word", word);
        if (!word.length)
            return fail(reader, "a word is missing beside a comma");
        words->items =
            xreallocarray(words->items, words->count + 1, sizeof *words->items);
        words->items[words->count++] = slice_copy(word);
        at = stop + 1;
    }
    return 0;
}

#define AT(member) offsetof(struct exercise, member)
static const struct key keys[] = {
    {"title", true, store_text, AT(title)},
    {"kind", true, store_kind, AT(kind)},
    {"minutes", true, store_minutes, AT(minutes)},
    {"teaches", true, store_text, AT(teaches)},
    {"notes", false, store_words, AT(notes)},
    {"needs", false, store_words, AT(needs)},
    {"check", true, store_text, AT(check)},
    {"prepare", false, store_text, AT(prepare)},
    {"fails", false, store_text, AT(fails)},
    {"solved", false, store_yes, AT(solved)},
};
#undef AT
enum { KEY_COUNT = sizeof keys / sizeof keys[0] };

static int unknown_key(struct reader *reader, struct slice name)
{
    const char *names[KEY_COUNT];
    char wrong[64], what[256];
    for (size_t i = 0; i < KEY_COUNT; i++)
        names[i] = keys[i].name;
    snprintf(wrong, sizeof wrong, "%.*s", (int)(name.length < 60 ? name.length : 60),
             name.start);
    const char *near = suggest(wrong, names, KEY_COUNT);
    if (!near)
        return fail_about(reader, "unknown key '%s'", name);
    snprintf(what, sizeof what, "unknown key '%s' (did you mean '%s'?)", wrong, near);
    return fail(reader, what);
}

static int read_pair(struct reader *reader, struct slice line, struct exercise *exercise,
                     unsigned *seen)
{
    const char *colon = memchr(line.start, ':', line.length);
    if (!colon)
        return fail_about(reader, "'%s' is not of the form 'key: value'", line);
    struct slice name = {line.start, (size_t)(colon - line.start)};
    struct slice value = trimmed(
        (struct slice){colon + 1, (size_t)(line.start + line.length - colon - 1)});
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (!slice_is(name, keys[i].name))
            continue;
        if (*seen & 1u << i)
            return fail_about(reader, "'%s' is given twice", name);
        if (!value.length)
            return fail_about(reader, "'%s' has no value", name);
        *seen |= 1u << i;
        return keys[i].store(reader, value, (char *)exercise + keys[i].offset);
    }
    return unknown_key(reader, name);
}

static int read_pairs(struct reader *reader, struct exercise *exercise)
{
    struct slice line;
    unsigned seen = 0;
    if (!next_line(reader, &line) || !slice_is(trimmed(line), "---")) {
        reader->line = 1;
        return fail(reader, "the first line must be '---'");
    }
    for (;;) {
        if (!next_line(reader, &line))
            return fail(reader, "the front matter has no end: a line '---' is missing");
        if (slice_is(trimmed(line), "---"))
            break;
        if (read_pair(reader, line, exercise, &seen) < 0)
            return -1;
    }
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (keys[i].required && !(seen & 1u << i))
            return fail_about(reader, "'%s' is missing above",
                              (struct slice){keys[i].name, strlen(keys[i].name)});
    if (exercise->solved == !!exercise->fails)
        return fail(reader, "give one of 'fails: what the check says of start/' and "
                            "'solved: yes'");
    return 0;
}

/* The sections of the body, in order. */
enum section { SECTION_TASK, SECTION_HINT, SECTION_WHY };

static int add_section(struct reader *reader, enum section section, struct slice text,
                       struct exercise *exercise)
{
    static const char *const names[] = {"the task", "the hint", "the why"};
    text = trimmed(text);
    if (!text.length)
        return fail_about(reader, "%s that ends here is empty",
                          (struct slice){names[section], strlen(names[section])});
    char *copy = slice_copy(text);
    if (section == SECTION_TASK) {
        exercise->task = copy;
    } else if (section == SECTION_WHY) {
        exercise->why = copy;
    } else {
        exercise->hints = xreallocarray(exercise->hints, exercise->hint_count + 1,
                                        sizeof *exercise->hints);
        exercise->hints[exercise->hint_count++] = copy;
    }
    return 0;
}

/* What a heading begins; -1 with an error if it may not stand here. Headings of
 * the task's own are its text (*text). */
static int begins(struct reader *reader, struct slice heading, enum section now,
                  size_t hints, bool *text)
{
    char wanted[32];
    *text = false;
    snprintf(wanted, sizeof wanted, "## Hint %zu", hints + 1);
    if (now != SECTION_WHY && slice_is(heading, wanted))
        return SECTION_HINT;
    if (now != SECTION_WHY && slice_is(heading, "## Why"))
        return SECTION_WHY;
    if (heading.length >= 7 && !memcmp(heading.start, "## Hint", 7)) {
        char what[80];
        snprintf(what, sizeof what, "here only '%s' can stand",
                 now == SECTION_WHY ? "the end" : wanted);
        return fail(reader, what);
    }
    if (now != SECTION_TASK)
        return fail_about(reader, "'%s' is neither a hint nor the why", heading);
    *text = true;
    return 0;
}

static int read_body(struct reader *reader, struct exercise *exercise)
{
    enum section section = SECTION_TASK;
    const char *start = reader->at;
    bool fenced = false;
    size_t hints = 0;
    struct slice line;
    while (next_line(reader, &line)) {
        if (line.length >= 3 && !memcmp(line.start, "```", 3))
            fenced = !fenced;
        if (fenced || line.length < 3 || memcmp(line.start, "## ", 3) != 0)
            continue;
        bool text;
        int next = begins(reader, trimmed(line), section, hints, &text);
        if (next < 0)
            return -1;
        if (text)
            continue;
        struct slice body = {start, (size_t)(line.start - start)};
        if (add_section(reader, section, body, exercise) < 0)
            return -1;
        section = (enum section)next;
        hints += section == SECTION_HINT;
        start = reader->at;
    }
    if (fenced)
        return fail(reader, "a fenced block (```) has no end");
    return add_section(reader, section,
                       (struct slice){start, (size_t)(reader->at - start)}, exercise);
}

int exercise_parse(const char *file, const char *text, size_t length,
                   struct exercise *exercise, struct error *error)
{
    struct reader reader = {file, text, text + length, 0, error};
    if (memchr(text, '\0', length)) {
        reader.line = 1;
        return fail(&reader, "this is not a text: it holds a zero byte");
    }
    if (read_pairs(&reader, exercise) < 0 || read_body(&reader, exercise) < 0)
        return -1;
    if (!exercise->hint_count)
        return fail(&reader, "there is no '## Hint 1'");
    if (!exercise->why)
        return fail(&reader, "there is no '## Why'");
    return 0;
}
