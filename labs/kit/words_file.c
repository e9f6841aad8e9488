/* A file of words is cut up in place: every text is shorter than what it is read from. */
#include "labs/kit/words_file.h"

#include <ctype.h>
#include <string.h>

enum { INDENT = 4, CONVERSIONS_MAX = 32 };

/* Ends the line at `line` with a zero byte; returns where the next one begins. */
static char *cut_line(char *line)
{
    char *end = line + strcspn(line, "\n");
    if (!*end)
        return end;
    *end = '\0';
    return end + 1;
}

static void unescape(char *text)
{
    char *out = text;
    for (; *text; text++) {
        bool newline = text[0] == '\\' && text[1] == 'n';
        *out++ = newline ? '\n' : *text;
        text += newline;
    }
    *out = '\0';
}

static bool is_indented(const char *line)
{
    return strspn(line, " ") >= INDENT;
}

/* Blank lines belong to the block if more of it follows. */
static bool block_goes_on(const char *line)
{
    return is_indented(line + strspn(line, "\n"));
}

/* Moves the lines of a block together, beginning at `out`; returns what comes after. */
static char *read_block(char *at, char *out)
{
    char *start = out;
    while (block_goes_on(at)) {
        char *next = cut_line(at);
        const char *line = is_indented(at) ? at + INDENT : "";
        size_t length = strlen(line);
        memmove(out, line, length);
        out += length;
        *out++ = '\n';
        at = next;
    }
    if (out > start)
        out[-1] = '\0'; /* the last new line is not part of the text */
    return at;
}

bool words_next(char **at, struct words_entry *entry)
{
    while (**at) {
        char *line = *at;
        *at = cut_line(line);
        char *colon = strchr(line, ':');
        if (*line == '#' || *line == ' ' || !colon || (colon[1] && colon[1] != ' '))
            continue;
        bool block = !colon[1];
        *colon = '\0';
        entry->name = line;
        entry->text = colon + 2;
        if (block) {
            entry->text = colon + 1;
            *at = read_block(*at, entry->text);
        } else {
            unescape(entry->text);
        }
        return true;
    }
    return false;
}

const char *words_after_conversion(const char *at)
{
    at += 1 + strspn(at + 1, "-+ #0123456789.*'hlzjt");
    return *at ? at + 1 : at;
}

/* A '*' takes an argument of its own. */
void words_conversions(const char *text, char *out, size_t size)
{
    size_t used = 0;
    for (const char *at = text; (at = strchr(at, '%'));) {
        const char *end = words_after_conversion(at);
        if (isalpha((unsigned char)end[-1]))
            for (at++; at < end && used + 1 < size; at++)
                if (strchr("*hlzjt", *at) || at + 1 == end)
                    out[used++] = *at;
        at = end;
    }
    out[used] = '\0';
}

bool words_same_conversions(const char *one, const char *two)
{
    char first[CONVERSIONS_MAX], second[CONVERSIONS_MAX];
    words_conversions(one, first, sizeof first);
    words_conversions(two, second, sizeof second);
    return !strcmp(first, second);
}
